import type { ConformanceCase } from '../../model/case.ts'
import { platformCase } from '../platform/platform-case.ts'
import { haveApp, PAYING } from './have-app-payment.ts'

/** What holds of any app-to-user payment. */
export const appPropertyCases: readonly ConformanceCase[] = [
  platformCase({
    id: 'payments.create/any-valid-payment',
    title:
      'Any valid app-to-user payment is returned exact to the stroop, with memo and metadata unchanged',
    needs: PAYING,
    steps: [...haveApp, { forAll: 'app payments' }],
  }),
  platformCase({
    id: 'payments.get/any-app-to-user-walk',
    title: 'Any commands in any order leave an app-to-user payment in the expected state',
    needs: PAYING,
    steps: [...haveApp, { forAll: 'app walks' }],
  }),
]
