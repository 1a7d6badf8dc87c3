//! What a worker can still reach once it reads papers: no file and no host, where the system can keep it from them.
//!
//! Code in a parser that a hostile file has taken over has the rights of its process, so these are given up first.

/// What a process is kept from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confinement {
    /// How far from files and other processes, by Landlock.
    pub files: Extent,
    /// Whether from every network, by seccomp. Where it is not, Landlock keeps it from TCP if it does all it can.
    pub network: bool,
}

/// How far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// From all of it.
    Full,
    /// From most of it: the kernel is older.
    Partial,
    /// Not at all: the system has no means.
    None,
}

/// Takes away from this thread, and from all that it starts, every way to open, make or change a file, to reach a network, and
/// to signal other processes. What is open stays open.
#[must_use]
pub fn confine() -> Confinement {
    #[cfg(target_os = "linux")]
    {
        Confinement { files: give_up_files(), network: give_up_network().is_ok() }
    }
    #[cfg(not(target_os = "linux"))]
    Confinement { files: Extent::None, network: false }
}

#[cfg(target_os = "linux")]
fn give_up_files() -> Extent {
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
        Ok(RulesetStatus::FullyEnforced) => Extent::Full,
        Ok(RulesetStatus::PartiallyEnforced) => Extent::Partial,
        Ok(RulesetStatus::NotEnforced) | Err(_) => Extent::None,
    }
}

/// No new socket, of whatever family: without one there is nothing to connect or to send by. `io_uring` makes sockets past the
/// filter, so it goes too.
#[cfg(target_os = "linux")]
fn give_up_network() -> Result<(), seccompiler::Error> {
    use nix::libc::{EPERM, SYS_io_uring_setup, SYS_socket};
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};
    /// Numbers of the second set of calls that 64-bit Intel has.
    const X32: i64 = 0x4000_0000;
    let arch = TargetArch::try_from(std::env::consts::ARCH)?;
    let calls = [SYS_socket, SYS_io_uring_setup].into_iter().flat_map(|call| [call, call | X32]);
    let rules = calls.map(|call| (call, Vec::new())).collect();
    let refused = SeccompAction::Errno(EPERM.cast_unsigned());
    let filter: BpfProgram = SeccompFilter::new(rules, SeccompAction::Allow, refused, arch)?.try_into()?;
    seccompiler::apply_filter(&filter)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::File;
    use std::io::ErrorKind;
    use std::net::{TcpListener, TcpStream, UdpSocket};
    use std::os::unix::net::UnixDatagram;

    use super::*;

    #[test]
    fn a_confined_thread_reaches_no_file_and_no_host() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (path, address) = (file.path().to_owned(), listener.local_addr().unwrap());
        let reach = move || {
            let hosts = [
                TcpStream::connect(address).map(drop),
                UdpSocket::bind("127.0.0.1:0").map(drop),
                UnixDatagram::unbound().map(drop),
            ];
            (File::open(&path).map(drop), hosts)
        };
        let (opened, reached) = reach();
        assert!(opened.is_ok() && reached.iter().all(Result::is_ok));
        let (confined, (opened, reached)) = std::thread::spawn(move || (confine(), reach())).join().unwrap();
        let refused = |it: std::io::Result<()>| it.is_err_and(|it| it.kind() == ErrorKind::PermissionDenied);
        assert_eq!(refused(opened), confined.files != Extent::None);
        let [tcp, udp, unix] = reached.map(refused);
        assert_eq!((udp, unix), (confined.network, confined.network));
        assert!(tcp || !confined.network && confined.files != Extent::Full);
        // What the tests run on has it.
        assert!(confined.network || !cfg!(any(target_arch = "x86_64", target_arch = "aarch64")));
    }
}
