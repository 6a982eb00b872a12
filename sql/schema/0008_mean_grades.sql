-- The mean of all graders' own grades, on the row that counts, where a council decided for it and two or more people
-- graded; else null, and the row's own grade is what counts.
alter table grade add column mean_grade double;
alter table supervision_grade add column mean_grade double;
