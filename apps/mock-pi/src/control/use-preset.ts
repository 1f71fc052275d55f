import { adviceFor, presetNames } from '@aloha-pi/contracts/control'
import type { AppliedPreset, PresetOrder } from '@aloha-pi/contracts/wire'
import { loadStellar, type Stellar } from '../ledger/stellar.ts'
import { refuseAppPayment, refuseUserPayment } from '../platform/begin-refusals.ts'
import { refusePayment } from '../platform/payment-refusals.ts'
import type { PaymentStyle } from '../platform/payment-wire.ts'
import { readAmount } from '../platform/read-amount.ts'
import { applyPreset } from '../presets/apply-preset.ts'
import type { PresetRefusal } from '../presets/preset-refused.ts'
import type { World } from '../world/world.ts'
import { inControlShape } from './act-in-wallet.ts'
import { atLimit } from './at-limit.ts'
import { controlRefusal } from './control-refusal.ts'
import { findActors } from './find-actors.ts'

type Refusal = ReturnType<
  typeof controlRefusal<
    'app_not_found' | 'limit_reached' | 'payment_refused' | 'preset_not_found' | 'user_not_found'
  >
>
type Used = { ok: true; applied: AppliedPreset } | { ok: false; refusal: Refusal }

const DEFAULT_AMOUNT = 3.14

/** Puts the world into the named trouble, as far as it has such a user, such an app and room. */
export async function usePreset(
  world: World,
  word: string,
  order: PresetOrder = {},
): Promise<Used> {
  return usePresetNow(world, await loadStellar(), { ...order, name: word })
}

/** The same at once, for a world that begins. */
export function usePresetNow(
  world: World,
  stellar: Stellar,
  { name: word, username, app_id, amount = DEFAULT_AMOUNT }: PresetOrder & { name: string },
): Used {
  const name = presetNames.find((each) => each === word)
  if (name == null) {
    const refusal = controlRefusal('preset_not_found', { id: word, advice: adviceFor(word) })
    return { ok: false, refusal }
  }
  const [first] = world.users.list()
  const actors = findActors(world, { username: username ?? first?.username ?? '', app_id })
  if (!actors.ok) return actors
  const { app, user } = actors
  const used = applyPreset(world, stellar, { name, app, user, amount: readAmount(amount) })
  if (used.ok) return used
  const style = { spelling: world.settings.spelling, url: '' }
  return { ok: false, refusal: refusePreset(used.refusal, style) }
}

function refusePreset(refusal: PresetRefusal, style: PaymentStyle): Refusal {
  switch (refusal.kind) {
    case 'user_payment':
      return inControlShape(refuseUserPayment(refusal.begun, style))
    case 'payout':
      return inControlShape(refuseAppPayment(refusal.begun, refusal, style))
    case 'payment':
      return inControlShape(refusePayment(refusal.refusal, refusal.payment, style))
    case 'transaction': {
      const reason = `The wallet of the app cannot pay: ${refusal.codes.join(', ')}. Fund it with POST /_mock/ledger/fund.`
      return controlRefusal('payment_refused', { reason })
    }
    case 'clock': {
      const reason = 'The clock cannot move on: it is near its end. Reset the mock.'
      return controlRefusal('payment_refused', { reason })
    }
    case 'limit':
      return atLimit(refusal.what, refusal.limit)
  }
}
