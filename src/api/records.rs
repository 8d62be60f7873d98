//! How many records of a CSV file have come, while it comes in pieces.

/// Counts records. A line break inside quotes ends none.
#[derive(Debug, Default)]
pub struct Records {
    ended: u64,
    is_quoted: bool,
}

impl Records {
    /// Reads on; how many records have ended so far, the head not counted.
    pub fn read(&mut self, piece: &[u8]) -> u64 {
        for byte in piece {
            match byte {
                b'"' => self.is_quoted = !self.is_quoted,
                b'\n' if !self.is_quoted => self.ended += 1,
                _ => {}
            }
        }
        self.ended.saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b5_records_are_counted_wherever_the_file_is_cut() {
        let file = "cycle,name\r\n2026-10,\"two\nlines, \"\"quoted\"\"\n\"\r\n2026-11,plain\r\n".as_bytes();
        for cut in 0..=file.len() {
            let mut records = Records::default();
            records.read(&file[..cut]);
            assert_eq!(records.read(&file[cut..]), 2, "cut at {cut}");
        }
    }

    #[test]
    fn b5_the_head_is_no_row() {
        assert_eq!(Records::default().read(b"cycle,na"), 0);
        assert_eq!(Records::default().read(b"cycle,name\r\n2026-10"), 0);
    }
}
