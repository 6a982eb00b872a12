"""Your own numbers: pasted, judged, refused in plain words; nothing stored."""

from tests.pages.conftest import alts, html, run, sound

WAVE = "month,children\n" + "".join(f"{2020 + n // 12}-{n % 12 + 1:02},{30 + n % 2}\n" for n in range(24))


def pasted(text: str):
    test = run("own_numbers")
    return sound(test.text_area(key="own_pasted").set_value(text).run())


def test_without_numbers_it_says_what_to_do(nothing) -> None:
    assert "Nothing of it is stored" in html(run("own_numbers"))


def test_a_pasted_series_is_judged(nothing) -> None:
    test = pasted(WAVE + "2022-01,80\n")
    assert "the latest lies above the range that chance explains" in html(test)
    assert "80" in alts(test)[0]
    assert not nothing.exists()
    better = sound(test.selectbox(key="own_better").set_value("lower").run())
    assert "Real concern" in html(better)


def test_what_cannot_be_read_is_refused_calmly(nothing) -> None:
    test = pasted("month,children\n2020-01,many\n")
    assert "row 2" in html(test)
    assert not alts(test)


def test_columns_of_a_spreadsheet_come_with_tabs(nothing) -> None:
    assert alts(pasted(WAVE.replace(",", "\t")))


STEP = "month,children\n" + "".join(
    f"{2020 + n // 12}-{n % 12 + 1:02},{30 + n % 3 + (9 if n >= 14 else 0)}\n" for n in range(28)
)


def test_a_date_of_change_is_optional_and_draws_the_earlier_trend(nothing) -> None:
    test = pasted(STEP)
    assert len(alts(test)) == 1
    test = sound(test.selectbox(key="own_interruption").set_value("2021-03-01").run())
    assert len(alts(test)) == 2
    assert "Did it change from 01/03/2021 on?" in html(test)
    assert "From March 2021 on, the level changed by +" in html(test)
    assert "not why" in html(test)
    assert "From March 2021 on" in alts(test)[1]
    seasonal = sound(test.toggle(key="own_seasonal").set_value(True).run())
    assert len(alts(seasonal)) == 2


def test_a_change_that_cannot_be_fitted_leaves_the_first_picture(nothing) -> None:
    years = "year,children\n" + "".join(f"{2000 + n},{30 + n % 3}\n" for n in range(14))
    test = sound(pasted(years).selectbox(key="own_interruption").set_value("2007-01-01").run())
    test = sound(test.toggle(key="own_seasonal").set_value(True).run())
    assert len(alts(test)) == 1
    assert "no seasons within the year" in html(test)
