"""The words of a report that its readers may not know, as it explains them at its end."""

WORDS = (
    ("Average grade", "Observers grade what they see on a scale; the average is over all observations of the months."),
    (
        "By chance",
        "Numbers go up and down by themselves. A change is called real only where chance is an unlikely reason.",
    ),
    ("Coverage", "The share of workers who were observed at least once in a time, such as 12 months."),
    ("High answers", "Answers at or above the threshold that the form sets, such as 8 of 10."),
    ("Limits", "The range in which nearly all points lie as long as nothing changes."),
    ("Looked after child (LAC)", "A child in the care of the council, or given a place to live by it."),
    (
        "Now, before",
        "The last twelve months, and the same length of time before (half of each where there are under two years).",
    ),
    ("Observation", "A piece of direct work with a family that an observer watched or heard, and graded."),
    ("Real concern", "A change in the direction that nobody wants, larger or longer than chance explains."),
    ("Real improvement", "A change in the wanted direction, larger or longer than chance explains."),
    ("Too few to say", "So few observations, or months, that chance alone could give any result."),
    ("c", "Hidden, so that nobody can be singled out: too few people stand behind the number."),
)
