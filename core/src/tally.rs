//! Counting: goal ladder, progress, milestones.
