//! From what was typed to what a run is made of: registry, cache, worker.

use std::env;
use std::fs;
use std::io::{IsTerminal, stderr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, bail};
use crosscurrent::affiliation::gazetteer::{Gazetteer, GazetteerFile};
use crosscurrent::cache::Cache;
use crosscurrent::metadata::{Metadata, MetadataFile};
use crosscurrent::models::{Diagnostic, Matcher, Registry};
use crosscurrent::paper::Versions;
use crosscurrent::pdf::isolation::WorkerCommand;
use crosscurrent::pdf::{Engine, Limits, Passwords};
use crosscurrent::pipeline::Pipeline;
use etcetera::BaseStrategy;

use super::args::{GazetteerFiles, MetadataFiles, PasswordFile, Reading, RegistryFile};

/// The file that is taken when none is named.
const MODELS: &str = "models.toml";

/// Everything that stays the same for all papers of a run.
pub struct Setup {
    pub registry: Registry,
    pub registry_name: String,
    pub registry_file: Option<PathBuf>,
    pub cache: Option<Cache>,
    pub gazetteer: OwnGazetteer,
    matcher: Matcher,
    engine: Engine,
    /// Without its engine.
    worker: WorkerCommand,
    passwords: Passwords,
    largest_file: u64,
    jobs: usize,
}

impl Setup {
    pub fn new(reading: &Reading) -> anyhow::Result<Self> {
        let (registry, registry_name) = registry(&reading.registry)?;
        let gazetteer = OwnGazetteer::new(&reading.gazetteer)?;
        let cache = match cache_file(reading)? {
            Some(path) => Some(open_cache(&path)?),
            None => None,
        };
        Ok(Self {
            matcher: Matcher::new(&registry)?,
            engine: reading.engine,
            gazetteer,
            worker: worker(reading)?,
            passwords: passwords(&reading.passwords)?,
            registry,
            registry_name,
            registry_file: registry_file(&reading.registry),
            cache,
            // A file and what is made of it must fit side by side.
            largest_file: reading.max_memory / 2,
            jobs: jobs(reading),
        })
    }

    pub fn pipeline(&self) -> Pipeline<'_> {
        self.pipeline_of(self.engine)
    }

    /// A pipeline with an engine that need not be the one that was asked for.
    pub fn pipeline_of(&self, engine: Engine) -> Pipeline<'_> {
        let mut worker = self.worker.clone();
        worker.args.push(format!("--engine={}", engine.as_str()).into());
        Pipeline {
            matcher: &self.matcher,
            gazetteer: self.gazetteer.own.as_ref(),
            versions: Versions {
                engine: engine.version().to_owned(),
                registry: self.registry.hash.clone(),
                gazetteer: self.gazetteer.hash(),
            },
            cache: self.cache.as_ref(),
            worker,
            passwords: self.passwords.clone(),
            largest_file: self.largest_file,
            jobs: self.jobs,
        }
    }
}

/// The gazetteer of a run: the program's, or one with files beside it.
pub struct OwnGazetteer {
    own: Option<Gazetteer>,
}

impl OwnGazetteer {
    pub fn new(files: &GazetteerFiles) -> anyhow::Result<Self> {
        let files = gazetteer_files(files)?;
        let own = if files.is_empty() { None } else { Some(Gazetteer::with_files(&files)?) };
        Ok(Self { own })
    }

    pub fn get(&self) -> &Gazetteer {
        self.own.as_ref().unwrap_or_else(|| Gazetteer::embedded())
    }

    /// Its SHA-256; the program's own is not built for that.
    fn hash(&self) -> String {
        self.own.as_ref().map_or_else(Gazetteer::embedded_hash, |own| own.hash().to_owned())
    }
}

/// The lists of papers that were named, if any.
pub fn metadata(files: &MetadataFiles, gazetteer: &OwnGazetteer) -> anyhow::Result<Option<Metadata>> {
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read the metadata in {}", path.display()))?;
        // The folder would make other records on another machine.
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(MetadataFile { name, text })
    };
    let files: Vec<MetadataFile> = files.metadata.iter().map(read).collect::<anyhow::Result<_>>()?;
    if files.is_empty() { Ok(None) } else { Ok(Some(Metadata::parse(&files, gazetteer.get())?)) }
}

/// The files of institutions that were named.
pub fn gazetteer_files(files: &GazetteerFiles) -> anyhow::Result<Vec<GazetteerFile>> {
    let read = |path: &PathBuf| {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).with_context(|| {
            format!("cannot read the institutions in {name}; a row is id, name, iso2, kind, sites, domains, aliases, note")
        })?;
        Ok(GazetteerFile { name, text })
    };
    files.gazetteer.iter().map(read).collect()
}

/// How many papers are read at once.
pub fn jobs(reading: &Reading) -> usize {
    let processors = || std::thread::available_parallelism().map_or(1, usize::from);
    reading.jobs.map_or_else(processors, usize::from)
}

/// Where the registry that was asked for lies; none where it is the built-in one.
pub fn registry_file(file: &RegistryFile) -> Option<PathBuf> {
    let here = Path::new(MODELS);
    file.models.clone().or_else(|| here.is_file().then(|| here.to_owned()))
}

/// The registry that was asked for, and what to call it.
pub fn registry(file: &RegistryFile) -> anyhow::Result<(Registry, String)> {
    let Some(path) = registry_file(file) else {
        return Ok((Registry::builtin().clone(), "built in".to_owned()));
    };
    let name = path.display().to_string();
    let text = fs::read_to_string(&path).with_context(|| {
        format!("cannot read the models in {name}; `crosscurrent models schema` says what such a file holds")
    })?;
    match Registry::parse(&text, &name) {
        Ok(registry) => Ok((registry, name)),
        Err(mistakes) => bail!("{name} has {}\n\n{}", count(&mistakes), render(&mistakes)),
    }
}

/// The passwords of a file. No message quotes what stands in it.
pub fn passwords(file: &PasswordFile) -> anyhow::Result<Passwords> {
    let Some(path) = &file.password_file else { return Ok(Passwords::default()) };
    let text = fs::read_to_string(path)
        .with_context(|| format!("cannot read the passwords in {}", path.display()))?;
    let passwords = Passwords::of_lines(&text);
    if passwords.is_empty() {
        bail!("there is no password in {}; it holds one a line", path.display());
    }
    Ok(passwords)
}

/// Mistakes for people, one after the other.
pub fn render(mistakes: &[Diagnostic]) -> String {
    let color =
        anstream::AutoStream::choice(&stderr()) != anstream::ColorChoice::Never && stderr().is_terminal();
    mistakes.iter().map(|mistake| mistake.render(color)).collect::<Vec<_>>().join("\n\n")
}

fn count(mistakes: &[Diagnostic]) -> String {
    if mistakes.len() == 1 { "a mistake".to_owned() } else { format!("{} mistakes", mistakes.len()) }
}

/// Where readings are kept, if they are.
pub fn cache_file(reading: &Reading) -> anyhow::Result<Option<PathBuf>> {
    if reading.no_cache {
        return Ok(None);
    }
    cache_at(reading.cache.as_deref()).map(Some)
}

/// The file of readings that was named, or the user's own.
pub fn cache_at(named: Option<&Path>) -> anyhow::Result<PathBuf> {
    if let Some(path) = named {
        return Ok(path.to_owned());
    }
    let folders = etcetera::choose_base_strategy()
        .context("there is no home folder to keep a cache in; give --cache FILE or --no-cache")?;
    Ok(folders.cache_dir().join("crosscurrent").join("readings.sqlite"))
}

pub fn open_cache(path: &Path) -> anyhow::Result<Cache> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make {}; give --cache FILE or --no-cache", folder.display()))?;
    }
    Ok(Cache::open(path)?)
}

fn worker(reading: &Reading) -> anyhow::Result<WorkerCommand> {
    let program = env::current_exe().context("cannot find this program's own file")?;
    let args = [
        "worker".to_owned(),
        format!("--max-memory={}", reading.max_memory),
        // The worker stops by itself a little earlier, so that what it has read is kept.
        format!("--timeout-ms={}", reading.timeout.as_millis() * 9 / 10),
    ];
    Ok(WorkerCommand { program, args: args.map(Into::into).to_vec(), timeout: reading.timeout })
}

/// A flag that Ctrl-C raises; a second Ctrl-C ends the process as usual.
pub fn stop_on_interrupt() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if raised.swap(true, Ordering::SeqCst) {
            std::process::abort();
        }
    })
    .context("cannot listen for Ctrl-C")?;
    Ok(stop)
}

/// The limits of one reading.
pub fn limits(timeout: std::time::Duration) -> Limits {
    Limits { deadline: Some(std::time::Instant::now() + timeout), ..Limits::default() }
}
