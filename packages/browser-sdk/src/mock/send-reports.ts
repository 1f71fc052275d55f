import type { Report } from './wallet-wire.ts'

const MAX_WAITING = 50

/** Sends reports one after the other. What fails or is too much is left out: a flow never waits for them. */
export function createReporter(send: (report: Report) => Promise<unknown>) {
  const waiting: Report[] = []
  let isSending = false

  async function sendAll() {
    if (isSending) return
    isSending = true
    for (let report = waiting.shift(); report != null; report = waiting.shift()) {
      try {
        await send(report)
      } catch {
        // The mock may be gone, or refuse what it does not know: the app works without reports.
      }
    }
    isSending = false
  }

  return (report: Report) => {
    if (waiting.length >= MAX_WAITING) return
    waiting.push(report)
    void sendAll()
  }
}
