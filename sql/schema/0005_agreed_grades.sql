-- The day on which graders agreed on a grade; null for a grader's own.
alter table grade add column agreed_on date;
