import fc from 'fast-check'
import { exactly } from '../model/match.ts'
import { atPi, details } from '../cases/aloha/have-payment.ts'
import type { Step } from '../model/case.ts'
import { beginPayment, haveUser } from '../cases/have-user.ts'
import { ref, text } from '../model/template.ts'
import { amounts, anyTexts, junk, metadata, texts } from './arbitraries.ts'

/** Any payment is shown as Pi shows it, to the stroop. */
export const shownPayments: fc.Arbitrary<readonly Step[]> = fc
  .record({ amount: amounts, memo: texts, metadata })
  .map((wish) =>
    haveUser('alice').concat(
      beginPayment(wish),
      { ...atPi(), expect: { status: 200 }, save: { payment: '.' } },
      { ...details(), expect: { status: 200, body: { piResData: exactly(ref('payment')) } } },
    ),
  )

/** Whatever a completion is sent that is not a transaction is refused, and changes nothing. */
export const junkAlohaCompletions: fc.Arbitrary<readonly Step[]> = fc
  .oneof(junk, fc.record({ txid: junk }))
  .map((body) => [
    {
      call: 'u2a.complete',
      params: { piPayId: ref('id') },
      body,
      expect: { status: [400, 413], code: ['invalid_request', 'malformed_body'] },
    },
    { ...atPi(), expect: { status: 200, state: 'paid' } },
  ])

/** Any text as an id, encoded: unknown or refused, and never another route. */
export const oddAlohaIds: fc.Arbitrary<readonly Step[]> = fc
  .oneof(texts, anyTexts)
  .filter((id) => id.isWellFormed())
  .map((id) => [
    {
      call: 'routes',
      method: 'GET',
      path: `/v1/transaction/u2a/details/conformance${encodeURIComponent(id)}`,
      authorization: [text`Bearer ${'apiKey'}`],
      expect: { status: [400, 404], code: ['invalid_request', 'payment_not_found'] },
    },
  ])
