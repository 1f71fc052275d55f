/** One measured figure beside its budget. `met` is absent where there is no budget. */
export type Figure = { name: string; value: string; budget?: string; met?: boolean; note?: string }

export type Measurement = { name: string; title: string; run: () => Promise<Figure[]> }

export function formatFigure({ name, value, budget, met, note }: Figure): string {
  const verdict = met == null ? '' : met ? 'met' : 'NOT MET'
  const against = budget == null ? '' : `budget ${budget}  ${verdict}`
  return `  ${name.padEnd(52)} ${value.padStart(18)}  ${against}${note == null ? '' : `  (${note})`}`
}
