import type { ConformanceCase } from '../../model/case.ts'
import { haveUser } from '../have-user.ts'
import { havePayment } from './have-payment.ts'
import { PLAYED, platformCase } from './platform-case.ts'

/** What holds of any input: made up from the schemas and the rules, as often as the run says. */
export const propertyCases: readonly ConformanceCase[] = [
  platformCase({
    id: 'sdk.createUserPayment/any-valid-payment',
    title: 'Any valid payment is returned exact to the stroop, with memo and metadata unchanged',
    needs: PLAYED,
    steps: [...haveUser('alice'), { forAll: 'user payments' }],
  }),
  platformCase({
    id: 'payments.get/any-walk',
    title: 'Any commands in any order leave a user-to-app payment in the expected state',
    needs: PLAYED,
    steps: [{ forAll: 'u2a walks' }],
  }),
  platformCase({
    id: 'payments.complete/any-junk',
    title: 'A completion with any other body is refused, and completes nothing',
    needs: PLAYED,
    steps: [...havePayment('paid'), { forAll: 'junk completions' }],
  }),
  platformCase({
    id: 'payments.get/any-odd-id',
    title: 'Any text as an id is unknown or refused',
    needs: [],
    steps: [{ forAll: 'unusual ids' }],
  }),
  platformCase({
    id: 'notifications.notify/any-valid-notification',
    title: 'Any valid notification is delivered unchanged',
    needs: PLAYED,
    steps: [{ forAll: 'notifications' }],
  }),
]
