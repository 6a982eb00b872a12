"""Statistics: pure functions, frames and numbers in, frozen results out. No I/O, no screen, no charts."""
