import { MAX_WALLET_WAIT_MS, walletContract } from '@aloha-pi/contracts/wallet'
import { initServer } from '@ts-rest/express'
import type { Response } from 'express'
import { cancelInWallet, payInWallet, unknownPayment } from '../control/act-in-wallet.ts'
import type { UserPayment } from '../payments/payment-record.ts'
import { versionOf } from '../payments/payment-timeline.ts'
import type { WaitPorts } from '../http/wait-in-request.ts'
import type { PaymentStyleOf } from '../platform/payment-wire.ts'
import type { World } from '../world/world.ts'
import { findPagePayment, type Caller } from './calling-page.ts'
import { waitForChange } from './wait-for-change.ts'
import { paymentToWalletWire } from './wallet-wire.ts'
import { refuseInWallet } from './wallet-refusal.ts'

const s = initServer()

/** What the user sees of a payment, and does with it. */
export function createWalletPaymentRoutes(world: World, style: PaymentStyleOf, ports: WaitPorts) {
  /** The payment as it is now; it may have gone with its world. */
  function show(req: Caller, res: Response, id: string) {
    const payment = findPagePayment(world, req, id)
    return payment == null
      ? refuseInWallet(res, unknownPayment(id))
      : { status: 200 as const, body: paymentToWalletWire(world, payment, style(res)) }
  }
  const choose = (req: Caller, res: Response, id: string) => ({
    id,
    find: () => findPagePayment(world, req, id),
    style: style(res),
  })
  return {
    payment: s.route(walletContract.payment, async ({ params, query, req, res }) => {
      const { since, wait_ms: timeoutMs = MAX_WALLET_WAIT_MS } = query
      const id = params.paymentId
      const { clock, payments } = world
      const find = () => findPagePayment(world, req, id)
      const refusal = await waitForChange({ world, ...ports }, res, {
        isOver: () => hasNews(find(), since),
        msUntilDue: () => clock.realMsUntil(dueAt(find())),
        changes: [
          clock.onMove,
          (listener) => payments.onSave((saved) => void (saved === id && listener())),
        ],
        timeoutMs,
      })
      return refusal == null ? show(req, res, id) : refuseInWallet(res, refusal)
    }),
    payPayment: s.route(walletContract.payPayment, async ({ params, req, res }) => {
      const paid = await payInWallet(world, choose(req, res, params.paymentId))
      return paid.ok ? show(req, res, params.paymentId) : refuseInWallet(res, paid.refusal)
    }),
    cancelPayment: s.route(walletContract.cancelPayment, async ({ params, req, res }) => {
      const cancelled = cancelInWallet(world, choose(req, res, params.paymentId))
      return cancelled.ok
        ? show(req, res, params.paymentId)
        : refuseInWallet(res, cancelled.refusal)
    }),
  }
}

function hasNews(payment: UserPayment | undefined, since: number | undefined): boolean {
  return payment == null || since == null || versionOf(payment) > since
}

/** When the payment changes by itself: it expires. */
function dueAt(payment: UserPayment | undefined): number {
  return payment?.state === 'created' ? payment.approveBy : Infinity
}
