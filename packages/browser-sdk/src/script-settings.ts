export type ScriptSettings = {
  /** Without a slash at the end. */
  mockUrl: string
  /** `data-app`: which app of the mock; else the one of the page's origin. */
  appId: string | undefined
  /** `data-autopilot`: the user whom an autopilot plays. */
  autopilot: string | undefined
  /** `?outside`: as in an ordinary browser at Pi. */
  isOutside: boolean
}

const FILE = '/pi-sdk.js'

/** Finds the mock from where this script came; undefined when nothing tells. */
export function readScriptSettings(): ScriptSettings | undefined {
  const element = findElement()
  const address = element?.src ?? findInStack()
  if (address == null) return undefined
  const { origin, pathname, searchParams } = new URL(address)
  // A mock behind another server may have a path of its own.
  const path = pathname.endsWith(FILE) ? pathname.slice(0, -FILE.length) : ''
  return {
    mockUrl: `${origin}${path}`,
    appId: element?.dataset['app'],
    autopilot: element?.dataset['autopilot'],
    isOutside: searchParams.has('outside'),
  }
}

/** A module has no current script: then it is the last element with the file's name. */
function findElement(): HTMLScriptElement | undefined {
  const { currentScript } = document
  if (currentScript instanceof HTMLScriptElement && currentScript.src !== '') return currentScript
  return [...document.scripts].findLast(
    ({ src }) => src !== '' && new URL(src).pathname.endsWith(FILE),
  )
}

/** Loaded by `import()`, it is in no element; every browser writes where the running code came from. */
function findInStack(): string | undefined {
  const { stack = '' } = new Error('where')
  return /https?:\/\/[^\s()]+\/pi-sdk\.js[^\s():]*/.exec(stack)?.[0]
}
