import type { Expect, Step } from '../../model/case.ts'
import { text } from '../../model/template.ts'

/** Another app of the same mock, with its own key in `otherKey`. */
export const haveOtherApp: Step = {
  control: 'POST /apps',
  body: {},
  save: { otherKey: 'api_key', otherAppId: 'app_id', otherSeed: 'wallet_seed' },
}
export const asOtherApp = { authorization: [text`Key ${'otherKey'}`] }

/** What is said of a payment that is not there, or not one's own. */
export const notFound = { fixture: 'platform-payments-get-not-found' }

/** Of another app's payment; the second was captured for an approval, and reports of it contradict each other. */
export const notOwn: Expect = { status: [403, 404], code: ['payment_not_found', 'forbidden'] }
