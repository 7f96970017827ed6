"""Plots of a record as SVG."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .record import Record

WIDTH, PANEL, GAP, LEFT, TOP = 900, 118, 16, 62, 78
_SPACING, _MOST = 0.04, 1500
_SHADES = {"e-stop": "#f6d5d5", "push": "#fbe6cd"}
_PLAIN = ("#f4f5f7", "#ffffff")


def write_tracking(path: Path, record: Record) -> None:
    """A panel for each joint: where it was to be, and where it was."""
    times, reference, measured = _columns(record)
    end = float(times[-1])
    height = TOP + len(record.joints) * (PANEL + GAP) + 26
    scale = (WIDTH - LEFT - 34) / end
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="12" fill="#222"><rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{LEFT}" y="18" font-size="15">Where the joints are, and where they are to be</text>',
        f'<path d="M{WIDTH - 250} 13h26" stroke="#8b93a1" stroke-width="3"/>'
        f'<text x="{WIDTH - 218}" y="18">reference</text>'
        f'<path d="M{WIDTH - 132} 13h26" stroke="#d9540b" stroke-width="1.6"/>'
        f'<text x="{WIDTH - 100}" y="18">measured</text>',
    ]
    bottom = height - 26
    for index, (begin, name) in enumerate(record.parts):
        last = record.parts[index + 1][0] if index + 1 < len(record.parts) else end
        x, width = LEFT + begin * scale, (last - begin) * scale
        shade = _SHADES.get(name, _PLAIN[index % 2])
        out.append(f'<rect x="{x:.1f}" y="{TOP}" width="{width:.1f}" height="{bottom - TOP - GAP}" fill="{shade}"/>')
        # Parts may be too short for their names: these are in three rows.
        out.append(f'<text x="{x + 3:.1f}" y="{TOP - 7 - 14 * (index % 3)}" font-size="11">{name}</text>')
    for joint, name in enumerate(record.joints):
        top = TOP + joint * (PANEL + GAP)
        both = np.concatenate((reference[:, joint], measured[:, joint]))
        low, high = float(np.nanmin(both)), float(np.nanmax(both))
        margin = max(0.08 * (high - low), 0.02)
        low, high = low - margin, high + margin
        out.append(
            f'<rect x="{LEFT}" y="{top}" width="{end * scale:.1f}" height="{PANEL}" fill="none" stroke="#c5cad3"/>'
        )
        out.append(f'<text x="{LEFT + 8}" y="{top + 16}" font-weight="bold">{name}</text>')
        for value in _ticks(low, high):
            y = top + PANEL * (high - value) / (high - low)
            out.append(f'<path d="M{LEFT} {y:.1f}h{end * scale:.1f}" stroke="#e3e6eb" stroke-width="0.7"/>')
            out.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>')
        for values, stroke in (
            (reference, 'stroke="#8b93a1" stroke-width="3"'),
            (measured, 'stroke="#d9540b" stroke-width="1.4"'),
        ):
            line = _path(LEFT + times * scale, top + PANEL * (high - values[:, joint]) / (high - low))
            out.append(f'<path d="{line}" fill="none" stroke-linejoin="round" {stroke}/>')
    for value in _ticks(0, end):
        out.append(f'<text x="{LEFT + value * scale:.1f}" y="{bottom}" text-anchor="middle">{value:g}</text>')
    out.append(
        f'<text x="{WIDTH - 34}" y="{height - 8}" text-anchor="end">robot time [s]; positions [rad or m]</text></svg>'
    )
    path.write_text("\n".join(out) + "\n")


def _columns(record: Record) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Times, references and measured positions, thinned out."""
    kept, last = [], -1.0
    spacing = max(_SPACING, record.states[-1].cycle / record.rate / _MOST)
    for state in record.states:
        at = state.cycle / record.rate
        if at - last >= spacing:
            kept.append(state)
            last = at
    reference = np.array([state.reference_position for state in kept])
    # Without power a joint is to be nowhere.
    reference[[not state.outputs_enabled for state in kept]] = np.nan
    return (
        np.array([state.cycle / record.rate for state in kept]), reference,
        np.array([state.measured_position for state in kept]),
    )  # fmt: skip


def _path(x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
    """A line through all points that are known."""
    parts, draws = [], False
    for place, value in zip(x, y, strict=True):
        if np.isfinite(value):
            parts.append(f"{'L' if draws else 'M'}{place:.1f} {value:.1f}")
        draws = bool(np.isfinite(value))
    return "".join(parts)


def _ticks(low: float, high: float) -> NDArray[np.float64]:
    """Three to eight round values from `low` to `high`."""
    rough = (high - low) / 5
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    ticks: NDArray[np.float64] = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step + 0.0
    return ticks
