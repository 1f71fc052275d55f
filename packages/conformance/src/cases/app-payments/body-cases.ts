import { exactly } from '../../model/match.ts'
import type { ConformanceCase } from '../../model/case.ts'
import { bodyCases } from '../inputs/body-plan.ts'
import { asOwnApp, haveApp, listOpen, PAYING } from './have-app-payment.ts'

/** Bodies of app-to-user payments that must be refused. A uid of another form is no one's: 404. */
export const createBodyCases: readonly ConformanceCase[] = bodyCases([
  {
    api: 'platform',
    name: 'payments.create',
    needs: PAYING,
    fixture: 'platform-payments-create-request',
    before: haveApp,
    call: asOwnApp,
    expect: { status: [400, 403, 404, 409, 422] },
    after: [listOpen(exactly([]))],
  },
])
