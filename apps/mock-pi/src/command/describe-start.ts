import type { AppliedPreset } from '@aloha-pi/contracts/wire'
import type { MockPi } from '../server/start-mock-pi.ts'

/** What a program needs to use a mock that it started: one object, printed as one line. */
export function startToJson({ url, apiKey, appId, clientId, wallet, world, presets }: MockPi) {
  const preset = presets.atStart()
  return {
    url,
    apiKey,
    appId,
    clientId,
    network: world.network,
    wallet,
    users: world.users
      .list()
      .map(({ username, grants }) => ({ username, uid: grants.get(appId)?.uid })),
    spelling: world.settings.spelling,
    worldId: world.worldId,
    ...(preset != null && { preset }),
  }
}

/** The same for people. */
export function startToLines(mock: MockPi): string[] {
  const { url, apiKey, clientId, network, wallet, users, spelling, preset } = startToJson(mock)
  const rows = [
    ['Platform API', `${url}/v2`],
    ['Horizon', url],
    ['Control', `${url}/_mock`],
    ['Reference', `${url}/docs`],
    ['API key', apiKey],
    ['Client id', clientId],
    ['Network', network],
    ['Wallet', wallet.address],
    ['Wallet seed', wallet.seed],
    ['Users', users.map(({ username, uid }) => `${username} (uid ${uid})`).join(', ')],
    ['Spelling', spelling === 'wire' ? 'the wire' : "the wire's names and the community guide's"],
    ...(preset == null ? [] : presetToRows(preset)),
  ]
  return rows.map(([name = '', value = '']) => `  ${name.padEnd(14)}${value}`)
}

function presetToRows({ name, made, sees, way_out: wayOut }: AppliedPreset): string[][] {
  const steps = wayOut.map((step, place) => [place === 0 ? 'Way out' : '', step])
  return [['Preset', name], ['Made', made], ['Seen', sees], ...steps]
}
