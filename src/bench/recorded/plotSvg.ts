import type { Axis, Plot, Series, SuiteResult } from './suite.ts';

const width = 760;
const height = 420;
const area = { left: 64, right: width - 216, top: 40, bottom: height - 52 };
/** Okabe and Ito's colours, which people who see colours differently can tell apart; a dash pattern tells them too. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#000000', '#999999'];
const dashes = ['', '6 3', '2 3', '8 3 2 3'];

/** A result's plots under one another as one SVG picture. */
export function resultSvg(result: SuiteResult): string {
  const plots = result.plots ?? [accuracyPlot(result)];
  const parts = plots.map(
    (plot, index) => `<g transform="translate(0 ${index * height})">${drawn(plot)}</g>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height * plots.length}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

/** Accuracy against draws, a curve for each policy and what else it was run with, but for its price. */
export function accuracyPlot({ suite, rows, references }: SuiteResult): Plot {
  const names = [...new Set(rows.map(row => row.policy))];
  const series = names.map((name): Series => {
    const first = rows.find(row => row.policy === name);
    const mine = rows.filter(row => row.policy === name && sameOptions(row.options, first?.options ?? {}));
    const points = mine.map(row => ({ x: row.draws, y: row.accuracy, interval: row.ci95 }));
    return { name, points: points.sort((left, right) => left.x - right.x) };
  });
  const hindsight = references.hindsight.map(at => ({ x: at.budget, y: at.accuracy }));
  return {
    title: suite,
    x: { label: 'draws a task' },
    y: { label: 'accuracy' },
    series: hindsight.length > 0 ? [...series, { name: 'hindsight', points: hindsight }] : series,
  };
}

function sameOptions(
  left: Readonly<Record<string, unknown>>,
  right: Readonly<Record<string, unknown>>,
): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

type Scale = { readonly at: (value: number) => number; readonly ticks: readonly number[] };

function drawn({ title, x, y, series }: Plot): string {
  const points = series.flatMap(one => one.points);
  const across = scaleOf(
    x,
    points.map(point => point.x),
    area.left,
    area.right,
  );
  const up = scaleOf(
    y,
    points.flatMap(point => [point.y, ...(point.interval ?? [])]),
    area.bottom,
    area.top,
  );
  return [
    `<text x="${area.left}" y="22" font-size="14" font-weight="bold">${escaped(title)}</text>`,
    ...across.ticks.map(tick => vertical(across.at(tick), label(tick))),
    ...up.ticks.map(tick => horizontal(up.at(tick), label(tick))),
    `<text x="${(area.left + area.right) / 2}" y="${height - 14}" text-anchor="middle">${escaped(x.label)}</text>`,
    `<text transform="translate(16 ${(area.top + area.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y.label)}</text>`,
    ...series.map((one, index) => curve(one, index, across, up)),
  ].join('\n');
}

function curve({ name, points }: Series, index: number, across: Scale, up: Scale): string {
  const colour = colours[index % colours.length];
  const dash = dashes[Math.floor(index / colours.length) % dashes.length];
  const stroke = `stroke="${colour}"${dash ? ` stroke-dasharray="${dash}"` : ''}`;
  const path = points.map(({ x, y }) => `${across.at(x).toFixed(1)},${up.at(y).toFixed(1)}`).join(' ');
  const bars = points.flatMap(({ x, interval }) => {
    if (!interval) return [];
    const at = across.at(x).toFixed(1);
    const [lo, hi] = interval.map(bound => up.at(bound).toFixed(1));
    return [`<line x1="${at}" x2="${at}" y1="${lo}" y2="${hi}" stroke="${colour}" stroke-opacity=".25"/>`];
  });
  const marks = points.map(
    ({ x, y }) =>
      `<circle cx="${across.at(x).toFixed(1)}" cy="${up.at(y).toFixed(1)}" r="2.5" fill="${colour}"/>`,
  );
  const row = area.top + 8 + index * 18;
  return [
    ...bars,
    `<polyline points="${path}" fill="none" stroke-width="1.5" ${stroke}/>`,
    ...marks,
    `<line x1="${area.right + 14}" x2="${area.right + 38}" y1="${row}" y2="${row}" stroke-width="2" ${stroke}/>`,
    `<text x="${area.right + 44}" y="${row + 4}">${escaped(name)}</text>`,
  ].join('\n');
}

function scaleOf(axis: Axis, values: readonly number[], from: number, to: number): Scale {
  const logarithmic = axis.scale === 'log';
  const usable = values.filter(value => Number.isFinite(value) && (!logarithmic || value > 0));
  const lo = usable.length > 0 ? Math.min(...usable) : logarithmic ? 1 : 0;
  const hi = usable.length > 0 ? Math.max(...usable) : lo + 1;
  const place = logarithmic ? Math.log : (value: number) => value;
  const [low, high] = [place(lo), lo === hi ? place(lo) + 1 : place(hi)];
  return {
    at: value =>
      from + ((place(Math.max(value, logarithmic ? lo : value)) - low) / (high - low)) * (to - from),
    ticks: logarithmic ? powersOfTwo(lo, hi) : roundTicks(lo, hi),
  };
}

function roundTicks(lo: number, hi: number): readonly number[] {
  const rough = (hi - lo || 1) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find(factor => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(lo / step - 1e-9);
  const many = Math.floor(hi / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, many) }, (_, index) => (first + index) * step);
}

function powersOfTwo(lo: number, hi: number): readonly number[] {
  const [first, last] = [Math.ceil(Math.log2(lo)), Math.floor(Math.log2(hi))];
  const every = Math.max(1, Math.ceil((last - first) / 8));
  const many = Math.floor((last - first) / every) + 1;
  return Array.from({ length: Math.max(0, many) }, (_, index) => 2 ** (first + index * every));
}

function vertical(x: number, text: string): string {
  return `<line x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${area.top}" y2="${area.bottom}" stroke="#ddd"/><text x="${x.toFixed(1)}" y="${area.bottom + 16}" text-anchor="middle">${text}</text>`;
}

function horizontal(y: number, text: string): string {
  return `<line x1="${area.left}" x2="${area.right}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="#ddd"/><text x="${area.left - 6}" y="${(y + 4).toFixed(1)}" text-anchor="end">${text}</text>`;
}

function label(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
