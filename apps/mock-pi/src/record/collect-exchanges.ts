import { checkExchange } from './check-exchange.ts'
import { describeDifference } from './describe-recording.ts'
import type { FixtureFolder } from './fixture-folder.ts'
import type { PassedListener } from './pass-on.ts'
import type { RecordingBook } from './recording.ts'
import { toFixture } from './to-fixture.ts'

export type Collecting = {
  listener: PassedListener
  /** So far, in this run. */
  exchanges(): number
  fixtures(): number
  /** Writes what came since the last time. */
  ifChanged(write: () => void): void
}

/** Takes exchanges as they pass. A failed write is said once, and the traffic goes on. */
export function collectExchanges(
  book: RecordingBook,
  { folder, say }: { folder: FixtureFolder | undefined; say: (line: string) => void },
): Collecting {
  let exchanges = 0
  let fixtures = 0
  let hasChanged = false
  const said = new Set<string>()
  const sayOnce = (line: string) => {
    if (said.has(line)) return
    said.add(line)
    say(line)
  }
  const attempt = (act: () => void) => {
    try {
      act()
    } catch (error) {
      sayOnce(error instanceof Error ? error.message : 'a file cannot be written')
    }
  }
  const listener: PassedListener = {
    onExchange(exchange) {
      if (exchange.method === 'OPTIONS') return
      exchanges += 1
      hasChanged = true
      const checked = checkExchange(exchange)
      for (const each of book.add(checked, exchange.status)) {
        say(`new: ${each.operation}: ${describeDifference(each)}`)
      }
      const { operation } = checked
      if (folder == null || operation == null) return
      attempt(() => {
        const made = toFixture(exchange, operation)
        if (made != null && folder.add(made.name, made.fixture) != null) fixtures += 1
      })
    },
    onUnfinished(reason) {
      hasChanged = true
      book.addUnfinished(reason)
      sayOnce(`a request has no whole response: ${reason}`)
    },
  }
  return {
    listener,
    exchanges: () => exchanges,
    fixtures: () => fixtures,
    ifChanged(write: () => void) {
      if (!hasChanged) return
      hasChanged = false
      attempt(write)
    },
  }
}
