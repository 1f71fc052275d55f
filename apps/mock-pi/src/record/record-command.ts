import type { CommandPorts } from '../command/command-ports.ts'
import { collectExchanges } from './collect-exchanges.ts'
import { describeRecording } from './describe-recording.ts'
import { openFixtureFolder, type FixtureFolder } from './fixture-folder.ts'
import { readRecordArguments, type RecordArguments } from './read-record-arguments.ts'
import { openRecording } from './recording.ts'
import { openRecordingFile, type RecordingFile } from './recording-file.ts'
import { startRecorder } from './start-recorder.ts'

/** What a killed process loses. */
const WRITE_EVERY_MS = 1_000
/** Of requests that are under way when a signal comes. */
const GRACE_MS = 2_000
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** `mock-pi record --upstream URL`: passes requests through until a signal ends it, then writes what it found. */
export async function recordCommand(args: string[], ports: CommandPorts): Promise<void> {
  const read = readRecordArguments(args)
  const folder = read.fixtures == null ? undefined : openFixtureFolder(read.fixtures)
  const file = openRecordingFile(read.output)
  try {
    await recordInto({ file, folder, read, ports })
  } finally {
    file.close()
  }
}

type Run = {
  file: RecordingFile
  folder: FixtureFolder | undefined
  read: RecordArguments
  ports: CommandPorts
}

async function recordInto({ file, folder, read, ports }: Run) {
  const { print, say } = ports
  const book = openRecording(file.before)
  const run = collectExchanges(book, { folder, say: (line) => say(`mock-pi record: ${line}`) })
  const { upstream, port, output, json } = read
  // Before the first request: a file that cannot be written is noticed now.
  file.write(book.read())
  const stopped = untilSignal()
  const recorder = await startRecorder({ upstream, port, listener: run.listener })
  const writing = setInterval(() => run.ifChanged(() => file.write(book.read())), WRITE_EVERY_MS)
  if (json) print(JSON.stringify({ url: recorder.url, upstream: upstream.url.origin, output }))
  else {
    print(`mock-pi record is ready: call ${recorder.url} instead of ${upstream.url.origin}`)
    print('Keys are sent on and not kept. Ctrl-C ends it.')
  }
  await stopped
  clearInterval(writing)
  await recorder.close(GRACE_MS)
  const recording = book.read()
  const summary = [
    ...describeRecording(recording, run.exchanges()),
    ...(folder == null ? [] : ['', `${run.fixtures()} new fixtures in ${read.fixtures}`]),
  ]
  const toPeople = json ? say : print
  for (const line of summary) toPeople(line)
  file.write(recording)
  toPeople(`\nWritten to ${output}`)
}

/** The first signal ends the command. Later ones change nothing: it ends by itself, with its file written. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve())
  })
}
