import { onTestFinished } from 'vitest'
import { redirectPiHosts } from '../../src/redirect/redirect-pi-hosts.ts'

/** Redirects until the test ends. */
export function redirectTo({ url }: { url: string }) {
  const undo = redirectPiHosts({ url })
  onTestFinished(undo)
  return undo
}
