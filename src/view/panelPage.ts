/** Where the page finds its parts; URIs as the webview may load them. */
export type PanelPageParts = {
  readonly scriptUri: string;
  readonly styleUri: string;
  /** `webview.cspSource`. */
  readonly cspSource: string;
  /** A new random text for each page. */
  readonly nonce: string;
};

/**
 * The HTML of the panel. Only the one script with the nonce runs, and nothing is loaded from elsewhere. Styles need
 * 'unsafe-inline' because the control library makes style elements of its own; scripts never do.
 */
export function panelPage({ scriptUri, styleUri, cspSource, nonce }: PanelPageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'unsafe-inline'`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ponder</title>
<link rel="stylesheet" href="${attribute(styleUri)}">
</head>
<body>
<div id="panel"></div>
<script nonce="${attribute(nonce)}" src="${attribute(scriptUri)}"></script>
</body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
