import { createPiClient } from '@aloha-pi/client'
import { samplePayment } from '@aloha-pi/contracts/fixtures'
import { expect, test } from 'vitest'
import { createWrittenAmounts } from './written-amounts.ts'

async function paymentWith(identifier: string, amount: string) {
  const json = JSON.stringify(samplePayment({ identifier })).replace('3.14', amount)
  const headers = { 'content-type': 'application/json' }
  const fetch = async () => new Response(json, { headers })
  return createPiClient({ apiKey: 'k', fetch, retries: 0 }).payments.get(identifier)
}

test('an amount that Pi writes in its own way is remembered, one as Ruby writes it is not', async () => {
  const amounts = createWrittenAmounts()
  const [odd, usual] = [await paymentWith('odd', '2'), await paymentWith('usual', '2.0')]
  amounts.note(odd)
  amounts.note(usual)

  expect(amounts.textOf(odd)).toBe('2')
  expect(amounts.textOf(usual)).toBeUndefined()
  expect(amounts.textOf({ ...odd, amount: 3 })).toBeUndefined()
})

test('what Pi writes last counts, and the oldest are forgotten', async () => {
  const amounts = createWrittenAmounts(2)
  for (const id of ['a', 'b', 'c']) amounts.note(await paymentWith(id, '2'))
  expect(['a', 'b', 'c'].map((identifier) => amounts.textOf({ identifier, amount: 2 }))).toEqual([
    undefined,
    '2',
    '2',
  ])
  amounts.note(await paymentWith('c', '2.0'))
  expect(amounts.textOf({ identifier: 'c', amount: 2 })).toBeUndefined()
})
