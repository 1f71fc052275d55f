/** One measured figure beside its budget. `met` is absent where there is no budget. */
export type Figure = { name: string; value: string; budget?: string; met?: boolean; note?: string }

export type Measurement = {
  name: string
  title: string
  /** A long one hands over its figures as it comes to them. */
  run: () => Promise<Figure[]> | AsyncGenerator<Figure[]>
}

/** All figures of a measurement, in parts. */
export async function* partsOf({ run }: Measurement): AsyncGenerator<Figure[]> {
  const figures = run()
  if ('then' in figures) yield await figures
  else yield* figures
}

export function formatFigure({ name, value, budget, met, note }: Figure): string {
  const verdict = met == null ? '' : met ? 'met' : 'NOT MET'
  const against = budget == null ? '' : `budget ${budget}  ${verdict}`
  return `  ${name.padEnd(52)} ${value.padStart(18)}  ${against}${note == null ? '' : `  (${note})`}`
}
