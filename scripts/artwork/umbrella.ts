/** An umbrella, the sign of the scale that wellbeing is measured on. */
import { brush, cut, type Ink } from './inks.ts';

/** An umbrella, its colours a little off register. The place is the middle of its hem; the size, half its span. */
export function umbrella(x: number, y: number, size: number, canopyInk: Ink, panelInk: Ink): string {
  const at = (right: number, down: number): string => `${Math.round(x + right * size)} ${Math.round(y + down * size)}`;
  const ribs = [1, 0.5, 0, -0.5, -1];
  const hem = ribs.slice(1).map((rib) => `Q${at(rib + 0.25, -0.26)} ${at(rib, 0)}`);
  const canopy = `M${at(-1, 0)}C${at(-1, -1.25)} ${at(1, -1.25)} ${at(1, 0)}${hem.join('')}Z`;
  const panel =
    `M${at(-0.5, 0)}Q${at(-0.42, -0.8)} ${at(0, -0.94)}Q${at(0.42, -0.8)} ${at(0.5, 0)}` +
    `Q${at(0.25, -0.26)} ${at(0, 0)}Q${at(-0.25, -0.26)} ${at(-0.5, 0)}Z`;
  const hook = `C${at(0, 1.1)} ${at(0.24, 1.1)} ${at(0.24, 0.93)}`;
  const handle = `M${at(0, -0.2)}L${at(0, 0.93)}${hook}`;
  const tip = `M${at(0, -0.94)}L${at(0, -1.12)}`;
  const offRegister = (marks: string): string => `<g transform="translate(9 8)">${marks}</g>`;
  return (
    brush(handle, 'flint', 9) +
    offRegister(cut(canopy, canopyInk) + cut(panel, panelInk)) +
    brush(canopy, 'flint', 6) +
    brush(panel, 'flint', 4) +
    brush(tip, 'flint', 8)
  );
}
