"""Later versions of the recommendations of the 2020 draft report, as found by a careful reader of both texts.

Items (a) to (k) of the draft report of the meeting of 7 and 8 July 2020 are compared with annex I of the draft
resolution of 2022.
"""

from __future__ import annotations

LATER_LABELS: dict[str, str | None] = {
    "(a)": "(j)",  # article 20 as a legal basis, special investigative techniques case by case
    "(b)": "(k)",  # best practices in the field of special investigative techniques; not (c), on joint investigations
    "(c)": "(l)",  # training on special investigative techniques; not (d), on joint investigations
    "(d)": "(m)",  # communication and coordination at an early stage, so that evidence is effective
    "(e)": "(n)",  # danger to the public, national sovereignty
    "(f)": "(o)",  # human rights when special techniques are used: much shortened, and no longer on admissibility
    "(g)": None,  # the private sector and communication service providers: dropped
    "(h)": "(p)",  # the matrix on article 20, with its two bracketed alternatives merged; not (i), on article 19
    "(i)": None,  # the model law of 2007 and the guide of 2009: dropped
    "(j)": "(q)",  # funding of technical assistance
    "(k)": "(r)",  # technology to expedite cooperation
}
