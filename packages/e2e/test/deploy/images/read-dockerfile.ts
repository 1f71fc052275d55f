import {
  DockerfileParser,
  type From,
  type Instruction as Parsed,
  type ModifiableInstruction,
} from 'dockerfile-ast'

/** One instruction of a Dockerfile, as far as these tests know how to follow it. */
export type Instruction =
  | { kind: 'cmd' | 'entrypoint' | 'healthcheck' | 'run'; command: string[] }
  | { kind: 'copy'; from: string | undefined; sources: string[]; destination: string }
  | { kind: 'env'; variables: Record<string, string> }
  | { kind: 'expose'; ports: number[] }
  | { kind: 'stopsignal'; signal: string }
  | { kind: 'user'; uid: number; gid: number }
  | { kind: 'workdir'; path: string }

export type Stage = { name: string; base: string; instructions: Instruction[] }

/** Flags that are understood; each other one could change what an instruction does. */
const FLAGS: Record<string, readonly string[]> = {
  COPY: ['from'],
  HEALTHCHECK: ['interval', 'timeout', 'start-period', 'retries'],
}

/** The stages of a Dockerfile. Throws, with the line, at whatever the tests would otherwise pass over. */
export function readDockerfile(text: string): Stage[] {
  const dockerfile = DockerfileParser.parse(text)
  const stages: Stage[] = []
  for (const each of dockerfile.getInstructions()) {
    const keyword = each.getKeyword()
    refuseFlags(each)
    if (keyword === 'FROM') {
      const name = (each as From).getBuildStage()
      if (name == null) throw unknown(each, 'a stage needs a name')
      const resolve = (variable: string) =>
        dockerfile.resolveVariable(variable, each.getRange().start.line)
      stages.push({ name, base: baseOf(each as From, resolve), instructions: [] })
      continue
    }
    const stage = stages.at(-1)
    // Before the first stage only ARG is allowed, and only FROM uses it.
    if (stage == null && keyword === 'ARG') continue
    if (stage == null) throw unknown(each, 'it comes before FROM')
    stage.instructions.push(read(each))
  }
  return stages
}

function baseOf(from: From, resolve: (name: string) => string | null | undefined): string {
  const image = (from.getImage() ?? '').replace(/\$\{(\w+)\}|\$(\w+)/g, (_, braced, bare) => {
    const value = resolve(braced ?? bare)
    if (value == null) throw unknown(from, `the variable ${braced ?? bare} has no value`)
    return value
  })
  if (image === '' || image.includes('$')) throw unknown(from, `the image ${image}`)
  return image
}

function read(each: Parsed): Instruction {
  const keyword = each.getKeyword()
  const text = (each.getArgumentsContent() ?? '').replace(/^(?:--\S+\s+)*/, '').trim()
  const words = text.split(/\s+/)
  if (text === '') throw unknown(each, 'it says nothing')
  switch (keyword) {
    case 'RUN':
    case 'CMD':
    case 'ENTRYPOINT':
      if (text.includes('<<')) throw unknown(each, 'a here-document')
      return { kind: keyword.toLowerCase() as 'run', command: commandOf(text) }
    case 'HEALTHCHECK':
      if (words[0] !== 'CMD') throw unknown(each, words[0] ?? '')
      return { kind: 'healthcheck', command: commandOf(text.slice('CMD'.length).trim()) }
    default:
      return readWords(each, words)
  }
}

/** Instructions whose arguments are words. */
function readWords(each: Parsed, words: readonly string[]): Instruction {
  const keyword = each.getKeyword()
  const [first = ''] = words
  const special = words.find((word) => /[$*?"'\\[<]/.test(word))
  if (special != null) throw unknown(each, special)
  if (['STOPSIGNAL', 'USER', 'WORKDIR'].includes(keyword) && words.length > 1) {
    throw unknown(each, 'several arguments')
  }
  switch (keyword) {
    case 'COPY':
      if (words.length < 2) throw unknown(each, 'it names no destination')
      return {
        kind: 'copy',
        from:
          flagsOf(each)
            .find((flag) => flag.getName() === 'from')
            ?.getValue() ?? undefined,
        sources: words.slice(0, -1),
        destination: words.at(-1)!,
      }
    case 'ENV':
      if (!words.every((word) => /^\w+=/.test(word))) throw unknown(each, 'not NAME=value')
      return {
        kind: 'env',
        variables: Object.fromEntries(
          words.map((word) => word.split(/=(.*)/s) as [string, string]),
        ),
      }
    case 'EXPOSE':
      if (!words.every((word) => /^\d+$/.test(word))) throw unknown(each, 'not a port')
      return { kind: 'expose', ports: words.map(Number) }
    case 'STOPSIGNAL':
      return { kind: 'stopsignal', signal: first }
    case 'USER': {
      // A name would be looked up in the image; Kubernetes needs the number to see that it is not root.
      const [, uid, gid] = /^(\d+):(\d+)$/.exec(first) ?? []
      if (uid == null || gid == null) throw unknown(each, `${first} is not UID:GID`)
      return { kind: 'user', uid: Number(uid), gid: Number(gid) }
    }
    case 'WORKDIR':
      if (!first.startsWith('/')) throw unknown(each, 'not an absolute path')
      return { kind: 'workdir', path: first }
    default:
      throw unknown(each, 'the tests cannot follow it')
  }
}

/** A list in JSON is a program and its arguments; everything else is a line for the shell. */
function commandOf(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list) && list.every((each) => typeof each === 'string')) return list
  } catch {
    // A line for the shell.
  }
  return ['/bin/sh', '-c', text]
}

const flagsOf = (each: Parsed) =>
  'getFlags' in each ? (each as ModifiableInstruction).getFlags() : []

function refuseFlags(each: Parsed) {
  const known = FLAGS[each.getKeyword()] ?? []
  const flag = flagsOf(each).find((found) => !known.includes(found.getName()))
  if (flag != null) throw unknown(each, flag.toString())
}

function unknown(each: Parsed, reason: string): Error {
  return new Error(
    `Dockerfile, line ${each.getRange().start.line + 1}: ${each.getKeyword()}: ${reason}`,
  )
}
