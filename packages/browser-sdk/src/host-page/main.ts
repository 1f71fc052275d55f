import { complain } from '../console.ts'
import { startHostPage } from './start-host-page.ts'

// The mock writes these attributes; without them the script is on another page.
const script = document.currentScript as HTMLScriptElement | null
const { appUrl, appId } = script?.dataset ?? {}
// A world of the mock has a path of its own.
const mockUrl = script?.src.replace(/\/host\.js$/, '') ?? location.origin
const frame = document.querySelector('iframe')
const list = document.querySelector<HTMLElement>('#messages')
const switchUser = document.querySelector<HTMLElement>('#switch-user')
if (appUrl == null || appId == null || frame == null || list == null || switchUser == null) {
  complain('This script belongs to the page /host of a mock.')
} else {
  startHostPage({ mockUrl, appUrl, appId, frame, list, switchUser })
}
