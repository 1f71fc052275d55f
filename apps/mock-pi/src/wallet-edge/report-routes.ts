import { maskSecrets } from '@aloha-pi/contracts'
import { walletContract } from '@aloha-pi/contracts/wallet'
import { initServer } from '@ts-rest/express'
import { unknownPayment } from '../control/act-in-wallet.ts'
import { atLimit } from '../control/at-limit.ts'
import { MAX_REPORTS, reportOnPayment } from '../payments/report-on-payment.ts'
import type { World } from '../world/world.ts'
import { findPageApp, findPagePayment } from './calling-page.ts'
import { refuseInWallet } from './wallet-refusal.ts'

const s = initServer()

/** What pages report of the browser SDK. */
export function createReportRoutes(world: World) {
  return {
    report: s.route(walletContract.report, async ({ body, req, res }) => {
      const { app_id: given, payment_id: paymentId = null, kind, name, detail = null } = body
      const found = findPageApp(world, req, given)
      if (!found.ok) return refuseInWallet(res, found.refusal)
      const report = {
        kind,
        name: maskSecrets(name),
        detail: detail == null ? null : maskSecrets(detail),
      }
      if (paymentId == null) {
        world.sdkReports.add({ ...report, appId: found.app.id, paymentId })
        return { status: 201, body: {} }
      }
      const payment = findPagePayment(world, req, paymentId)
      if (payment == null || (given != null && payment.appId !== given)) {
        return refuseInWallet(res, unknownPayment(paymentId))
      }
      const reported = reportOnPayment(world, payment, report)
      if (!reported.ok) return refuseInWallet(res, limits[reported.refusal](world))
      world.sdkReports.add({ ...report, appId: payment.appId, paymentId })
      return { status: 201, body: {} }
    }),
  }
}

const limits = {
  too_many_reports: () => atLimit('reports of a payment', MAX_REPORTS),
  too_much_text: (world: World) => atLimit('characters of payments', world.limits.paymentText),
}
