import { parseArgs } from 'node:util'
import type { Snapshot } from '@aloha-pi/contracts/wire'
import type { MockControl } from '../control-client/index.ts'
import { checkSnapshot, readSnapshot } from '../worlds/read-snapshot.ts'
import { connectControl } from './connect-control.ts'
import { writePrivateFile } from './files.ts'
import { readSnapshotFile } from './snapshot-file.ts'

const STATE_USAGE = `mock-pi state: save the world of a running mock to a file, and restore it

  mock-pi state save FILE    save a world; an old snapshot is replaced, any other file is refused
  mock-pi state load FILE    put the saved world in the place of a world, whole or not at all
  mock-pi state check FILE   say what is in a snapshot, or what is wrong with it; needs no mock

  --url http://127.0.0.1:3141   the mock
  --world name                 one of its worlds, instead of the default one
  --help                       print this

Files are for this user only (mode 0600): they hold the keys, tokens and wallet seeds of the mock. The exit code is 0
when it was done, and 1 when not. \`mock-pi --state FILE\` starts a mock with a file and keeps saving to it.`

const ACTIONS = ['save', 'load', 'check'] as const
type StateArguments =
  | { help: true }
  | {
      help: false
      action: (typeof ACTIONS)[number]
      file: string
      url: string | undefined
      world: string | undefined
    }

/** Reads `save|load|check FILE [--url URL] [--world NAME]`; throws a sentence. */
export function readStateArguments(args: string[]): StateArguments {
  const { values, positionals } = parseArgs({
    args,
    options: {
      url: { type: 'string' },
      world: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  if (values.help) return { help: true }
  const [word, file, ...others] = positionals
  const action = ACTIONS.find((each) => each === word)
  if (action == null || file == null || file === '' || others.length > 0) {
    throw new Error('write `mock-pi state save FILE`, `state load FILE` or `state check FILE`')
  }
  if (action === 'check' && (values.url != null || values.world != null)) {
    throw new Error('state check needs no mock: omit --url and --world')
  }
  return { help: false, action, file, url: values.url, world: values.world }
}

/** Does it; returns what to print. Throws a sentence. */
export async function stateCommand(read: StateArguments): Promise<string> {
  if (read.help) return STATE_USAGE
  const { action, file, url, world } = read
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
