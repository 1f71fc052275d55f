import type { Payout } from '../../src/payouts/model/payout.ts'
import type { NewPayment, PiPayments, PiRefusal, Unknown } from '../../src/payouts/model/ports.ts'
import type { RefusableCall } from '../../src/payouts/protocol/refusal-classes.ts'
import { requestOf } from '../model/claims.ts'
import { drawUnknownRefusal } from './phases.ts'
import type { SimProcess } from '../kernel/process.ts'
import { request, unknown } from './request.ts'
import { isRefusedForGood, refusalForGood, type Refusal } from '../model/refusals-for-good.ts'
import type { World } from './world.ts'

/** Pi as one process reaches it: what it refuses for good, for a time or by chance is refused before it looks. */
export function piPort(process: SimProcess, world: World): PiPayments {
  const pi = world.isKeyWrong() ? world.otherPi : world.pi
  const call = <Result>(name: RefusableCall, id: string | null, arrive: () => Result) =>
    request<Result | PiRefusal | Unknown>(
      process,
      world,
      name === 'list' ? 'pi.incomplete' : `pi.${name}`,
      (faults) => refusalNow(world, name, { id, isUnknown: faults.unknownRefusals }) ?? arrive(),
    )
  return {
    create: (payment) =>
      call('create', null, () =>
        pi !== world.pi && isOfOneApp(payment) ? refuseUser(world, payment) : pi.create(payment),
      ),
    get: (id) => call('get', id, () => pi.get(id)),
    complete: (id, txid) => call('complete', id, () => pi.complete(id, txid)),
    cancel(id) {
      const known = [...world.database.tables().payouts.values()]
      return call('cancel', id, () => {
        if (pi === world.pi) world.onCancel(id, world.database, known)
        return pi.cancel(id)
      })
    },
    incomplete: () => call('list', null, () => pi.incomplete()),
  }
}

/** Half of all users never signed in to the other app. */
function isOfOneApp({ uid }: NewPayment): boolean {
  return Number.parseInt(uid.slice(-1), 16) % 2 === 1
}

function refuseUser(
  { count, database, refusedUnknowing, settings }: World,
  payment: NewPayment,
): PiRefusal | Unknown {
  count('user of another app')
  const isKnown = ({ piId, fromAddress }: Payout) => piId != null && fromAddress === settings.wallet
  const request = requestOf(payment)
  if (request != null && ![...database.tables().payouts.values()].some(isKnown)) {
    refusedUnknowing.add(request)
  }
  return refused({ status: 404, code: 'user_not_found' })
}

function refusalNow(
  world: World,
  call: RefusableCall,
  { id, isUnknown }: { id: string | null; isUnknown: number },
): PiRefusal | Unknown | undefined {
  const { phases, scheduler, random, forGood, pi } = world
  const of = phases.refusal
  if (of != null && scheduler.now() < of.until && of.calls.includes(call)) {
    world.count('app refused')
    return refused(of.refusal)
  }
  const isMade = call === 'complete' || call === 'cancel'
  const record = id == null ? undefined : pi.records().get(id)
  // What is closed says so, whatever it refused before.
  const isOpen = record?.closedAt == null
  if (isMade && id != null && isOpen && isRefusedForGood(forGood, call, id)) {
    world.count(`${call} refused for good`)
    return refused(refusalForGood(call, id))
  }
  if (!random.chance(isUnknown)) return undefined
  world.count('unknown refusal')
  return refused(drawUnknownRefusal(random))
}

function refused({ status, code, verificationError }: Refusal): PiRefusal | Unknown {
  if (status === 401 && code === 'invalid_authorization') return unknown('unauthorized')
  const more = { payment: null, verificationError: verificationError ?? null }
  return { kind: 'refused', status, code, ...more }
}
