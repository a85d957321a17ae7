"""Document symbols, single and joint, and text that only looks like one."""

from __future__ import annotations

import pytest

from documents.parsing.symbols import find_symbols, parse_symbol_line

SYMBOLS = [
    "CTOC/COP/2022/L.4", "A/CONF.222/7", "A/81/6 (Sect. 16)/Part A", "ICCD/COP(8)/CST/8", "S/RES/2776 (2025)",
    "E/2025/68/Corr.1", "TPNW/MSP/2025/11/Rev.1", "CTOC/COP/WG.3/2020/L.1/Add.1", "DP/FPA/2025/4 (Part I)",
    "TRANS/SC.2/2001/20", "JIU/REP/2025/2", "A/AC.291/9/Add.3", "UNODC/CCPCJ/EG.4/2021/2", "A/C.3/77/L.5",
    "CCPR/C/121/D/2025/2011", "A/HRC/WG.6/34/ITA/3", "S/PV.9000", "CAC/COSP/WG.2/2014/CRP.1",
]  # fmt: skip
LINES = [
    ("E/2025/24-E/CN.3/2025/37", ("E/2025/24", "E/CN.3/2025/37"), "two organs, joined"),
    ("A/79/972–S/2025/467", ("A/79/972", "S/2025/467"), "two organs, joined by a dash"),
    ("A/81/6 (Sect. 31)/Part A*", ("A/81/6 (Sect. 31)/Part A",), "a symbol with a note marker"),
    ("United Nations CTOC/COP/2022/L.4", (), "a symbol with other words"),
    ("N/A", (), "text that is not a symbol"),
    ("and/or", (), "text that is not a symbol"),
    ("", (), "an empty line"),
]


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_symbols_are_recognized(symbol: str) -> None:
    assert parse_symbol_line(symbol) == (symbol,)
    assert find_symbols(f"see document {symbol}, para. 2") == (symbol,)


@pytest.mark.parametrize(("line", "symbols", "reason"), LINES, ids=[case[2] for case in LINES])
def test_lines_of_symbols_are_parsed(line: str, symbols: tuple[str, ...], reason: str) -> None:
    assert parse_symbol_line(line) == symbols, reason
