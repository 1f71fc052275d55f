/** Counts the open streams of a mock. */
export type StreamPlaces = {
  /** Takes a place and returns how to give it back once; null when all are taken. */
  take(): (() => void) | null
  readonly max: number
}

export function createStreamPlaces(max: number): StreamPlaces {
  const open = new Set<symbol>()
  return {
    max,
    take() {
      if (open.size >= max) return null
      const place = Symbol('stream')
      open.add(place)
      return () => void open.delete(place)
    },
  }
}
