import { parseArgs } from 'node:util'
import type { Snapshot } from '@aloha-pi/contracts/wire'
import { UsageError } from './usage-error.ts'
import type { MockControl } from '../control-client/index.ts'
import { checkSnapshot, readSnapshot } from '../worlds/read-snapshot.ts'
import { connectControl } from './connect-control.ts'
import { writePrivateFile } from '../state/files.ts'
import { readSnapshotFile } from '../state/snapshot-file.ts'

const ACTIONS = ['save', 'load', 'check'] as const
type StateArguments = {
  action: (typeof ACTIONS)[number]
  file: string
  url: string | undefined
  world: string | undefined
}

/** Reads `save|load|check FILE [--url URL] [--world NAME]`; throws a sentence. */
export function readStateArguments(args: string[]): StateArguments {
  const { values, positionals } = parseArgs({
    args,
    // Without the default, so that it can be told whether a URL was given.
    options: { url: { type: 'string' }, world: { type: 'string' } },
    allowPositionals: true,
  })
  const [word, file, ...others] = positionals
  const action = ACTIONS.find((each) => each === word)
  if (action == null || file == null || file === '' || others.length > 0) {
    throw new UsageError('write `mock-pi state save FILE`, `state load FILE` or `state check FILE`')
  }
  if (action === 'check' && (values.url != null || values.world != null)) {
    throw new UsageError('state check needs no mock: omit --url and --world')
  }
  return { action, file, url: values.url, world: values.world }
}

/** Does it; returns what to print. Throws a sentence. */
export async function stateCommand({ action, file, url, world }: StateArguments): Promise<string> {
  if (action === 'check') return check(file)
  const control = connectControl({ url, world })
  return action === 'save' ? save(control, file) : load(control, file)
}

async function save(control: MockControl, file: string): Promise<string> {
  const before = await readSnapshotFile(file)
  if (before != null && !(await readSnapshot(before)).ok) {
    throw new Error(`${file} is there and is not a snapshot of this version: choose another name`)
  }
  const snapshot = await control.snapshot()
  await writePrivateFile(file, `${JSON.stringify(snapshot)}\n`)
  return `saved ${file}: ${await describe(snapshot)}`
}

async function load(control: MockControl, file: string): Promise<string> {
  const snapshot = await needSnapshot(file)
  const { name } = await control.restore(snapshot)
  return `loaded ${file} into the world ${name}: ${await describe(snapshot)}`
}

async function check(file: string): Promise<string> {
  return `${file} is a snapshot: ${await describe(await needSnapshot(file))}`
}

async function needSnapshot(file: string): Promise<Snapshot> {
  const snapshot = await readSnapshotFile(file)
  if (snapshot == null) throw new Error(`${file} does not exist`)
  const checked = await checkSnapshot(snapshot)
  if (!checked.ok) throw new Error(`${file} is not usable: ${checked.reason}`)
  return snapshot
}

async function describe(snapshot: Snapshot): Promise<string> {
  const read = await readSnapshot(snapshot)
  if (!read.ok) throw new Error(`the mock returned what is not a snapshot: ${read.reason}`)
  const { network, apps, users, payments, clock } = read.saved
  const time = `${new Date(clock.now).toISOString()}, ${clock.frozen ? 'stopped' : 'running'}`
  const counts = [
    countOf(apps.length, 'app'),
    countOf(users.list.length, 'user'),
    countOf(payments.list.length, 'payment'),
  ]
  return `${network}, ${counts.join(', ')}, ${time}`
}

function countOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}
