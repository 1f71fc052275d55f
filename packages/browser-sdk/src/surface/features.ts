export type NativeFeature =
  | 'inline_media'
  | 'request_permission'
  | 'ad_network'
  | 'safe_area_insets'
  | 'file_share'

export type AdType = 'interstitial' | 'rewarded'

export type RequestAdResult =
  | 'AD_LOADED'
  | 'AD_FAILED_TO_LOAD'
  | 'AD_NOT_AVAILABLE'
  | 'AD_NETWORK_ERROR'
  | 'ADS_NOT_SUPPORTED'

export type ShowAdResult =
  | 'AD_CLOSED'
  | 'AD_REWARDED'
  | 'AD_DISPLAY_ERROR'
  | 'AD_NETWORK_ERROR'
  | 'AD_NOT_AVAILABLE'
  | 'ADS_NOT_SUPPORTED'
  | 'USER_UNAUTHENTICATED'

/** One outcome of a shown ad. Only a rewarded ad rewards, and only an app of the Ad Network gets `adId`. */
export type ShownAd =
  | {
      success: true
      type: 'interstitial'
      result: Exclude<ShowAdResult, 'AD_REWARDED' | 'USER_UNAUTHENTICATED'>
    }
  | { success: true; type: 'rewarded'; result: ShowAdResult; adId?: string }

export type Ads = {
  isAdReady(type: AdType): Promise<{ success: true; type: AdType; ready: boolean }>
  requestAd(type: AdType): Promise<{ success: true; type: AdType; result: RequestAdResult }>
  showAd(type: AdType): Promise<ShownAd>
}
