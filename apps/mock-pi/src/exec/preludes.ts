/**
 * Runs before each program of Ruby: Net::HTTP reads http_proxy, also for https. Nothing but Ruby sees it, so that other
 * programs' plain requests do not go through the proxy.
 */
export const RUBY_PRELUDE = `proxy = ENV['HTTPS_PROXY']
if proxy
  ENV['http_proxy'] = proxy
  ENV['HTTP_PROXY'] = proxy
end
`

/**
 * Runs before each program of PHP: its streams read no variable for proxies. A stream that is opened by https gets the
 * proxy in its context, whichever context the program gave it.
 */
export const PHP_PRELUDE = `<?php
namespace MockPi;

if (!class_exists(__NAMESPACE__ . '\\\\HttpsStream', false)) {
    final class HttpsStream
    {
        public $context;
        private $stream;

        public static function install(): void
        {
            \\stream_wrapper_unregister('https');
            \\stream_wrapper_register('https', self::class, \\STREAM_IS_URL);
        }

        public function stream_open($path, $mode, $options, &$opened)
        {
            // A copy: PHP writes the name of the host into the context of a stream that uses a proxy.
            $given = $this->context ?: \\stream_context_get_default();
            $context = \\stream_context_create(\\stream_context_get_options($given), \\stream_context_get_params($given));
            $options = \\stream_context_get_options($context);
            if (!isset($options['http']['proxy']) && self::isProxied($path)) {
                $proxy = \\parse_url(\\getenv('HTTPS_PROXY'));
                \\stream_context_set_option($context, 'http', 'proxy', "tcp://$proxy[host]:$proxy[port]");
            }
            \\stream_wrapper_restore('https');
            try {
                $stream = \\fopen($path, $mode, false, $context);
                if (isset($http_response_header)) {
                    $GLOBALS['http_response_header'] = $http_response_header;
                }
            } finally {
                self::install();
            }
            if ($stream === false) {
                return false;
            }
            $this->stream = $stream;
            return true;
        }

        private static function isProxied($path): bool
        {
            $host = \\strtolower((string) \\parse_url($path, \\PHP_URL_HOST));
            return \\getenv('HTTPS_PROXY') !== false && !\\in_array($host, ['localhost', '127.0.0.1', '[::1]'], true);
        }

        public function stream_read($count)
        {
            return \\fread($this->stream, $count);
        }

        public function stream_eof()
        {
            return \\feof($this->stream);
        }

        public function stream_stat()
        {
            return \\fstat($this->stream);
        }

        public function url_stat($path, $flags)
        {
            return false;
        }

        public function stream_close()
        {
            \\fclose($this->stream);
        }

        public function stream_set_option($option, $first, $second)
        {
            switch ($option) {
                case \\STREAM_OPTION_BLOCKING:
                    return \\stream_set_blocking($this->stream, (bool) $first);
                case \\STREAM_OPTION_READ_TIMEOUT:
                    return \\stream_set_timeout($this->stream, $first, $second);
            }
            return false;
        }
    }
    HttpsStream::install();
}
`
