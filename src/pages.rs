//! Ring 3: one module per noun, as in the address. Pages never import each other.

#[cfg(debug_assertions)]
pub mod gallery;
