//! What a run is doing; told to whoever keeps the time, for there is no clock below the commands.

/// A stage of the pipeline, in the order of a build.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stage {
    /// Files are read from the disk.
    Read,
    /// Texts and theme are parsed.
    Parse,
    /// Documents are linked with each other to a catalogue.
    Link,
    /// Pages are rendered.
    Render,
    /// Assets, data, sitemap, redirects are made.
    Files,
    /// The search is indexed.
    Search,
}

/// Is told when a stage begins.
pub type Enter = dyn Fn(Stage) + Send + Sync;
