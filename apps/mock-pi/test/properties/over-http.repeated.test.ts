import { expect, onTestFinished, test } from 'vitest'
import { scenarios } from './any-scenario.ts'
import { oddTerms } from './any-terms.ts'
import { startOverHttp } from './http-mock.ts'
import { playScenario } from './play-scenario.ts'
import { listRare, prove } from './prove.ts'
import { timeFor } from './run-parameters.ts'

const OFTEN = [
  'create: accepted',
  'create: pending_payment',
  'approve: accepted',
  'approve: payment_not_found',
  'approve: accepted, -1 ms from the deadline',
  'approve: cancelled_payment, 0 ms from the deadline',
  'pay: accepted',
  'pay: payment_refused',
  'complete: accepted',
  'complete: txid_mismatch',
  'cancel: accepted',
  'cancel as user: accepted',
]

test(
  'in 300 worlds over HTTP, with any text and JSON, random actions break no invariant',
  async () => {
    const mock = await startOverHttp()
    onTestFinished(() => mock.close())
    const happened = await prove(
      scenarios({ length: 5, terms: oddTerms }),
      300,
      async (scenario) => {
        await mock.renew()
        return playScenario(mock, scenario)
      },
    )
    expect(listRare(happened, 1, OFTEN)).toEqual([])
  },
  timeFor(300_000),
)
