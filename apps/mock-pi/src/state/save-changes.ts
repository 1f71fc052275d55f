import type { Timer } from '../clock/real-timer.ts'

export type SavingPorts = {
  /** What to save; called at the moment of saving. */
  textOf: () => string
  /** Rejects with a sentence. */
  write: (text: string) => Promise<void>
  timer: Timer
  /** Real time in ms. */
  now: () => number
  /** A sentence for the user. */
  say: (line: string) => void
}

export type Saving = {
  /** Saves soon, if it is not going to already. */
  changed(): void
  /** Saves what is there now, after any write that still runs; rejects with a sentence. No other save follows. */
  stop(): Promise<void>
}

/** A mock that is killed loses the changes of this time (ms) at most, and of one write. */
export const SAVE_AFTER_MS = 250
/** Of a large world: saving takes at most this part of the time. */
const SHARE = 1 / 10

/** Saves a while after changes: the first of them decides when, and those that come meanwhile are saved with it. */
export function saveChanges({ textOf, write, timer, now, say }: SavingPorts): Saving {
  let last: string | undefined
  let isChanged = false
  let tookMs = 0
  let complained: string | undefined
  let running: Promise<void> | undefined
  let cancel: (() => void) | undefined

  async function save(): Promise<void> {
    const began = now()
    isChanged = false
    const text = textOf()
    if (text !== last) await write(text)
    last = text
    tookMs = now() - began
  }
  function plan() {
    if (cancel != null || running != null || !isChanged) return
    cancel = timer(Math.max(SAVE_AFTER_MS, tookMs / SHARE), () => {
      cancel = undefined
      running = saveAndPlan()
    })
  }
  async function saveAndPlan() {
    try {
      await save()
      complained = undefined
    } catch (error) {
      complain(error instanceof Error ? error : new Error(String(error)))
    }
    running = undefined
    plan()
  }
  function complain(error: Error) {
    // Once for as long as it lasts; the next change tries again.
    if (error.message !== complained) say(`${error.message}. The next change tries again`)
    complained = error.message
  }
  return {
    changed() {
      isChanged = true
      plan()
    },
    async stop() {
      cancel?.()
      cancel = () => {}
      await running
      await save()
    },
  }
}
