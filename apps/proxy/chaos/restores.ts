import { setTimeout } from 'node:timers/promises'
import { createRandom } from '../testkit/random.ts'
import type { Forgotten } from './lost-responses.ts'
import type { Operator } from './operator.ts'
import type { Linked, Shared } from './start-instances.ts'

/** Names of counts that the report knows. */
export const RESTORED = 'restore: an older copy of the database is put back'
export const LOST = 'restore: payouts that were lost with it'
export const WRONG_KEY_SECONDS = 'restore: seconds with a wrong key'

export type Restores = {
  /** Ends all proxies, copies the database, and starts them again. */
  backUp(): Promise<void>
  /** Ends all, puts the copy back, and starts them: with the key of another app first, then with the right one. */
  putBack(): Promise<void>
}

/** Longer than any quarantine, or about as long as the first audits take. */
const PAST_QUARANTINE_MS = { min: 4_000, max: 10_000 }
const FIRST_AUDITS_MS = { min: 12_000, max: 25_000 }

/** On a slow machine few payouts begin between a copy and the moment when it is put back. */
const MIN_NEW_PAYOUTS = 3
const MAX_WAIT_FOR_NEW_MS = 30_000

/** An older copy of the database instead of the newest one, and the operator's mistake that makes it worst. */
export function createRestores(
  shared: Shared,
  parts: {
    instances: readonly Linked[]
    operator: Operator
    forgotten: Forgotten[]
    lost: Set<string>
    isOver: () => boolean
  },
): Restores {
  const { database, mock, options, record } = shared
  const { instances, operator, forgotten, lost, isOver } = parts
  // A separate generator: a run without restores is drawn as before.
  const random = createRandom(options.seed * 7_001 + 3)
  let copiedAt = 0

  async function endAll(why: string) {
    const signal = random.pick(['SIGKILL', 'SIGTERM'] as const)
    record.count(`restore: all proxies ended by ${signal} ${why}`)
    await Promise.all(instances.map((instance) => instance.halt(signal)))
  }
  const startAll = (settings: NodeJS.ProcessEnv = {}) => {
    for (const instance of instances) instance.resume(settings)
  }

  /** Ids of payouts that clients got in responses until a time, in ms since 1970. */
  function idsUntil(time: number) {
    const known = record.responses.filter(({ at }) => at <= time)
    return new Set(known.flatMap(({ row }) => (row == null ? [] : [row.payout_id])))
  }

  /** Some that seem new are in the copy as well, if the first response about them got lost: hence more than one. */
  async function awaitNewPayouts() {
    const old = idsUntil(copiedAt).size
    const until = Date.now() + MAX_WAIT_FOR_NEW_MS
    const isWaiting = () => idsUntil(Infinity).size - old < MIN_NEW_PAYOUTS && Date.now() < until
    while (isWaiting() && !isOver()) await setTimeout(100)
  }

  /** Clients go on asking meanwhile. */
  async function serveWithAnotherKey() {
    const isPast = random.chance(0.5)
    const { min, max } = isPast ? PAST_QUARANTINE_MS : FIRST_AUDITS_MS
    const startedAt = Date.now()
    const from = isPast ? operator.quarantinedUntil() : startedAt
    const until = from + random.int(min, max)
    startAll({ PI_API_KEY: mock.otherKey })
    while (Date.now() < until && !isOver()) await setTimeout(100)
    record.count(`restore: the wrong key was used ${isPast ? 'past' : 'within'} the quarantine`)
    record.count(WRONG_KEY_SECONDS, Math.round((Date.now() - startedAt) / 1_000))
  }

  return {
    async backUp() {
      await operator.pause()
      await endAll('before the copy')
      await database.backUp()
      copiedAt = Date.now()
      startAll()
      // Before the first restore there is nothing to look after.
      if (forgotten.length > 0) operator.goOn()
    },
    async putBack() {
      await awaitNewPayouts()
      await operator.pause()
      await endAll('before the restore')
      const { before, after } = await database.putBack()
      forgotten.push({ from: copiedAt, to: Date.now(), held: after.payouts })
      record.scanForCanaries('every row of the database', before.rows)
      const gone = [...before.payouts.keys()].filter((id) => !after.payouts.has(id))
      for (const payout of gone) lost.add(payout)
      record.count(RESTORED)
      record.count(LOST, gone.length)
      const isOlder = ([id, state]: [string, string]) => before.payouts.get(id) !== state
      const older = [...after.payouts].filter(isOlder)
      record.count('restore: payouts that are as they were before', older.length)
      await operator.quarantine()
      await serveWithAnotherKey()
      await endAll('that had the wrong key')
      startAll()
      operator.goOn()
    },
  }
}
