-- Whether a grade is one of a scale's points.
create or replace temp macro is_on_scale(grade, lowest, highest, step) as
    grade between lowest and highest and abs((grade - lowest) / step - round((grade - lowest) / step)) < 1e-9
