//! Dates of a demonstration that do not grow old.

use wesign_core::time::Timestamp;

use super::file::File;

const WEEK: i64 = 7 * 24 * 3600;

impl File {
    /// Moves every date by whole weeks, so that it stands to `now` as it stood to the day that the
    /// file tells its dates from, to the week: a Saturday stays a Saturday, and what was eight days
    /// ahead still is to come. Without that day nothing moves.
    ///
    /// The hour is moved in UTC: over a change to summer time it shifts by one.
    pub(super) fn move_dates(&mut self, now: Timestamp) {
        let Some(day) = self.demo_as_of else {
            return;
        };
        let shift = (now.unix() - day.unix()).div_euclid(WEEK) * WEEK;
        let petition = &mut self.mobilisation;
        let starts = self.gatherings.iter_mut().flat_map(|meeting| {
            [
                &mut meeting.gathering.starts_at,
                &mut meeting.gathering.ends_at,
            ]
        });
        let dates = [&mut petition.opens_at, &mut petition.closes_at]
            .into_iter()
            .chain(starts)
            .chain(self.news.iter_mut().map(|news| &mut news.at));
        for date in dates.flatten() {
            *date = Timestamp::from_unix(date.unix() + shift);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{File, Timestamp};

    #[test]
    fn dates_stand_to_now_as_they_stood_to_the_day_of_the_file() {
        let text = r#"{"id":"p","lang":"fr","title":"T","demo_as_of":"2026-11-25T00:00:00Z",
            "closes_at":"2027-03-01T00:00:00Z",
            "gatherings":[{"id":"g","starts_at":"2026-12-05T13:00:00Z"}],
            "news":[{"id":"n","at":"2026-11-20T08:00:00Z"}]}"#;
        let moved = |now: &str| {
            let mut file = File::read(text).unwrap();
            file.move_dates(Timestamp::parse(now).unwrap());
            let gathering = file.gatherings[0].gathering.starts_at.unwrap();
            let news = file.news[0].at.unwrap();
            let closes = file.mobilisation.closes_at.unwrap();
            [gathering, news, closes].map(|at| at.to_string())
        };
        let written = [
            "2026-12-05T13:00:00Z",
            "2026-11-20T08:00:00Z",
            "2027-03-01T00:00:00Z",
        ];
        assert_eq!(moved("2026-11-25T00:00:00Z"), written);
        assert_eq!(moved("2026-12-01T23:59:59Z"), written);
        // 52 weeks and a day later: the same weekdays, 52 weeks on.
        let later = [
            "2027-12-04T13:00:00Z",
            "2027-11-19T08:00:00Z",
            "2028-02-28T00:00:00Z",
        ];
        assert_eq!(moved("2027-11-25T00:00:00Z"), later);
    }
}
