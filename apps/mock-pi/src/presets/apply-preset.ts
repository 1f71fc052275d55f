import { fillMessage } from '@aloha-pi/contracts'
import type { AppliedPreset, PresetName } from '@aloha-pi/contracts/wire'
import type { Stellar } from '../ledger/stellar.ts'
import type { World } from '../world/world.ts'
import { PresetRefused, type PresetRefusal } from './preset-refused.ts'
import { createPresetSteps, type PresetActors } from './preset-steps.ts'
import { presetOf } from './presets.ts'

type Applied = { ok: true; applied: AppliedPreset } | { ok: false; refusal: PresetRefusal }

/** Puts the world into the trouble; a preset that is refused takes back what it began. */
export function applyPreset(
  world: World,
  stellar: Stellar,
  { name, ...actors }: PresetActors & { name: PresetName },
): Applied {
  const { app, user } = actors
  const { make, sees, way_out: wayOut, gets_out } = presetOf(name)
  const steps = createPresetSteps(world, stellar, { name, ...actors })
  try {
    const { made, payment, payments = payment == null ? [] : [payment], ...rest } = make(steps)
    const { txids = [], faults = [], settings = {}, uid = payment?.uid ?? steps.uid() } = rest
    const values = {
      payment_id: payment?.id,
      txid: txids[0],
      fault_id: faults[0]?.id,
      uid,
      username: user.username,
      app_id: app.id,
      wallet: app.wallet.address,
    }
    const applied = {
      name,
      app_id: app.id,
      username: user.username,
      uid,
      payment_id: payment?.id ?? null,
      payment_ids: payments.map(({ id }) => id),
      txids: [...txids],
      faults: faults.map(({ id }) => id),
      settings: settings as AppliedPreset['settings'],
      made,
      sees,
      way_out: wayOut.map((step) => fillMessage(step, givenOf(values))),
      gets_out: { by: [...gets_out.by], how: gets_out.how },
    }
    return { ok: true, applied }
  } catch (error) {
    if (!(error instanceof PresetRefused)) throw error
    steps.undo()
    return { ok: false, refusal: error.refusal }
  }
}

function givenOf(values: Record<string, string | undefined>): Record<string, string> {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value == null ? [] : [[name, value] as const],
  )
  return Object.fromEntries(given)
}
