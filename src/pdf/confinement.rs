//! What a worker can still reach once it reads papers: no file and no host, where the system can keep it from them.
//!
//! Code in a parser that a hostile file has taken over has the rights of its process, so these are given up first.

/// How far a process is kept from files and hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confinement {
    /// From all files and from TCP.
    Full,
    /// From some of it: the kernel is older.
    Partial,
    /// Not at all: the system has no Landlock.
    None,
}

/// Takes away from this thread, and from all that it starts, every way to open, make or change a file, to listen and to connect
/// by TCP, and to signal other processes. What is open stays open.
#[must_use]
pub fn confine() -> Confinement {
    #[cfg(target_os = "linux")]
    {
        use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};
        let restricted = || {
            Ruleset::default()
                .handle_access(AccessFs::from_all(ABI::V6))?
                .handle_access(AccessNet::from_all(ABI::V6))?
                .scope(Scope::from_all(ABI::V6))?
                .create()?
                .restrict_self()
        };
        match restricted().map(|it| it.ruleset) {
            Ok(RulesetStatus::FullyEnforced) => Confinement::Full,
            Ok(RulesetStatus::PartiallyEnforced) => Confinement::Partial,
            Ok(RulesetStatus::NotEnforced) | Err(_) => Confinement::None,
        }
    }
    #[cfg(not(target_os = "linux"))]
    Confinement::None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::File;
    use std::io::ErrorKind;
    use std::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn a_confined_thread_reaches_no_file_and_no_host() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (path, address) = (file.path().to_owned(), listener.local_addr().unwrap());
        let reach = move || (File::open(&path).map(drop), TcpStream::connect(address).map(drop));
        assert!(matches!(reach(), (Ok(()), Ok(()))));
        let confined = std::thread::spawn(move || (confine(), reach())).join().unwrap();
        match confined {
            (Confinement::Full, (file, host)) => {
                assert_eq!(file.unwrap_err().kind(), ErrorKind::PermissionDenied);
                assert_eq!(host.unwrap_err().kind(), ErrorKind::PermissionDenied);
            }
            (Confinement::Partial, (file, _)) => {
                assert_eq!(file.unwrap_err().kind(), ErrorKind::PermissionDenied);
            }
            (Confinement::None, reached) => assert!(matches!(reached, (Ok(()), Ok(())))),
        }
    }
}
