//! The screen: a tree of virtual rows, the selected thing with its fields, what is wrong, and what can be done.
//!
//! Keys and other events become a [`Message`]; [`update`] takes it into the [`Model`] and says what the world has to
//! do; [`view::render`] draws the model. Only `runtime` knows a terminal, and files are brought by the caller
//! as a [`Shelf`].

pub mod border;
pub mod commands;
pub mod compare;
pub mod editing;
pub mod find;
pub mod goto;
pub mod keymap;
pub mod line;
pub mod measure;
pub mod message;
pub mod model;
pub mod noted;
pub mod outline;
pub mod overlay;
pub mod prompt;
mod runtime;
pub mod session;
pub mod settings;
mod sieve;
pub mod start;
pub mod theme;
pub mod tour;
mod update;
pub mod view;

pub use message::{Effect, How, Message, Reading};
pub use model::{Model, Origin, Outside};
pub use runtime::{Manner, Opener, Reader, Shelf, Written, perform, run};
pub use session::Session;
pub use theme::Theme;
pub use update::{FileNow, Pointer, update};
pub use view::print;
