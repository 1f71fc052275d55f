import type { HistoryOptions } from '../history.ts'

/** One rule of the protocol replaced by what other programs do. */
export type Mutant = {
  name: string
  /** What it does instead, and who does so. */
  what: string
  options: Pick<HistoryOptions, 'mutate' | 'mutateStore' | 'family' | 'plan'>
  /** A layer that others back up: no history may fail. */
  isRedundant?: true
}
