import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { describeIssue } from '@aloha-pi/contracts'
import { recordingSchema, type Recording } from './recording.ts'
import { codeOf, writeWhole } from './write-file.ts'

/** The file of a recording, which only this process writes while it is open. */
export type RecordingFile = {
  /** The runs before this one. */
  before: Recording | undefined
  /** The file is replaced as a whole, and only its owner may read it. Throws a sentence. */
  write(recording: Recording): void
  close(): void
}

/** Opens or begins a recording; throws a sentence where it cannot be read or another process has it open. */
export function openRecordingFile(file: string): RecordingFile {
  const lock = takeLock(file)
  try {
    const before = readRecording(file)
    return {
      before,
      write: (recording) => writeWhole(file, `${JSON.stringify(recording, null, 2)}\n`),
      close: () => rmSync(lock, { force: true }),
    }
  } catch (error) {
    rmSync(lock, { force: true })
    throw error
  }
}

function readRecording(file: string): Recording | undefined {
  const text = readText(file)
  if (text == null) return undefined
  const parsed = recordingSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  const { field, rule } = describeIssue(parsed.error, 'the file')
  throw new Error(
    `${file} is not a recording that this version of mock-pi can continue (${field} ${rule}). It was not changed: move it away, or choose another file with --output`,
  )
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined
    throw new Error(`${file} cannot be read (${codeOf(cause)})`, { cause })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No recording, as the schema then says.
    return undefined
  }
}

function takeLock(file: string): string {
  const lock = `${file}.lock`
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 })
      return lock
    } catch (cause) {
      if (codeOf(cause) !== 'EEXIST') {
        throw new Error(`${lock} cannot be written (${codeOf(cause)})`, { cause })
      }
    }
    const holder = Number(readText(lock))
    // An empty one is being written.
    if (!(holder > 0) || isRunning(holder)) break
    // Its process was killed.
    rmSync(lock, { force: true })
  }
  throw new Error(
    `Another mock-pi record writes ${file}. Choose another file with --output; if there is none, delete ${lock}`,
  )
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}
