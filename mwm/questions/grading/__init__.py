"""Can we trust the grades? Agreement, leniency, moderation, and what they mean for everything that is averaged."""
