import type { Journal } from '@aloha-pi/contracts/wire'
import { expect } from 'vitest'
import type { MockControl } from './control-client/index.ts'
import { operations } from './journal/operations.ts'
import type { ExpectedRequest } from './matchers/expected-request.ts'
import { judgeReceived } from './matchers/judge-received.ts'
import type { MockPi } from './server/start-mock-pi.ts'

export type { ExpectedRequest } from './matchers/expected-request.ts'

declare module 'vitest' {
  interface Matchers<R, T> {
    /**
     * Whether a mock received requests of an operation, like `payments.complete`. `await` it where the mock is a control
     * client.
     */
    toHaveReceived(
      operation: string,
      expected?: ExpectedRequest,
    ): T extends MockControl ? Promise<void> : R
  }
}

/** As many as the control API lists at a time. */
const MAX_COMPARED = 1_000
const NEWEST = 5
const names = new Set(operations.flatMap(({ name, fullName }) => [name, fullName]))

expect.extend({
  toHaveReceived(received: unknown, operation: string, expected: ExpectedRequest = {}) {
    if (!names.has(operation)) {
      throw new TypeError(`"${operation}" is not an operation of the mock, like payments.complete`)
    }
    const { equals, utils } = this
    const judge = (of: Journal, all: Journal) => {
      refuseTooMany(of.total, operation)
      const found = { ofOperation: of.entries, newest: all.entries }
      return judgeReceived(
        found,
        { operation, expected },
        {
          holds: (value, wanted) => equals(value, wanted, [utils.subsetEquality]),
          print: (value) => utils.stringify(value, undefined, { min: true }),
        },
      )
    }
    const queries = [{ operation, limit: MAX_COMPARED }, { limit: NEWEST }] as const
    if (isMock(received)) {
      const [of, all] = queries
      return judge(received.journal.list(of), received.journal.list(all))
    }
    if (isControl(received)) {
      const [of, all] = queries
      return Promise.all([received.journal(of), received.journal(all)]).then((both) =>
        judge(...both),
      )
    }
    throw new TypeError(
      'toHaveReceived needs a mock: what startMockPi or createMockControl returned',
    )
  },
})

function refuseTooMany(total: number, operation: string) {
  if (total <= MAX_COMPARED) return
  throw new RangeError(
    `The journal has ${total} requests to ${operation}, and ${MAX_COMPARED} can be compared: clear it before`,
  )
}

function isMock(value: unknown): value is Pick<MockPi, 'journal'> {
  const journal = journalOf(value)
  return typeof journal === 'object' && journal != null && 'list' in journal
}

function isControl(value: unknown): value is Pick<MockControl, 'journal'> {
  return typeof journalOf(value) === 'function'
}

function journalOf(value: unknown): unknown {
  return typeof value === 'object' && value != null && 'journal' in value
    ? value.journal
    : undefined
}
