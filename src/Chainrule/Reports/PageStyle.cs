namespace Chainrule.Reports;

/// <summary>The colors and forms of a page, in light and dark.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --ink: #1d2129; --faint: #626b7a; --page: #f6f7f9; --card: #ffffff;
          --edge: #e4e7ec; --soft: #f1f3f7; --a: #2457c5; --b: #d1495b; --c: #2a9d6f; --d: #b7791f; --e: #7a4fc4;
          --f: #0e8a9e; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --faint: #98a2b3; --page: #0f1216;
          --card: #171b21; --edge: #2c323d; --soft: #1f252d; --a: #8ab4ff; --b: #ff8fa0; --c: #6fd6a8;
          --d: #f0c069; --e: #c3a6ff; --f: #6ed3e3; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
        main { max-width: 1040px; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; letter-spacing: -.01em; }
        h2 { font-size: 1.15rem; margin: 2.4rem 0 .8rem; }
        p { margin: .4rem 0; } .lead, .hint { color: var(--faint); } .hint { font-size: .9rem; max-width: 75ch; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: .8rem;
          margin: 1.5rem 0 0; }
        .tile, .card, figure { background: var(--card); border: 1px solid var(--edge); border-radius: 12px; }
        .tile { padding: .9rem 1.1rem; } .tile b { display: block; font-size: 1.55rem; font-weight: 650;
          font-variant-numeric: tabular-nums; line-height: 1.25; }
        .tile span { color: var(--faint); font-size: .86rem; }
        .card { padding: 1rem 1.2rem; overflow-x: auto; }
        .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); gap: .9rem; }
        figure { margin: 0; padding: .9rem 1rem .7rem; } figcaption { font-weight: 600; margin-bottom: .4rem; }
        svg { display: block; width: 100%; height: auto; } svg text { fill: var(--faint); font: 11.5px system-ui,
          sans-serif; } .grid { stroke: var(--edge); } .bar { fill: var(--a); }
        .line { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
        .reference { stroke: var(--faint); stroke-dasharray: 4 4; fill: none; }
        .point { fill: var(--a); fill-opacity: .5; } .dashed { stroke-dasharray: 6 4; }
        .c0 { color: var(--a); } .c1 { color: var(--b); } .c2 { color: var(--c); } .c3 { color: var(--d); }
        .c4 { color: var(--e); } .c5 { color: var(--f); }
        .legend { font-size: .86rem; color: var(--faint); display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; }
        .legend i { display: inline-block; width: 16px; border-top: 3px solid currentColor; margin-right: .4rem;
          vertical-align: middle; } .legend i.dashed { border-top-style: dashed; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .93rem; }
        th { font-weight: 600; text-align: right; color: var(--faint); } td { text-align: right; }
        th, td { padding: .32rem .7rem; white-space: nowrap; } tr > :first-child { text-align: left; }
        .lines tr + tr > * { border-top: 1px solid var(--edge); } .lines { width: 100%; }
        .pairs td:nth-child(2), .pairs th:nth-child(2) { text-align: left; }
        .lines .average td { color: var(--faint); }
        .heat th { font-weight: 500; font-size: .85rem; max-width: 9rem; overflow: hidden; text-overflow: ellipsis; }
        .heat td { text-align: center; min-width: 2.7rem; border: 2px solid var(--card); border-radius: 8px;
          background: var(--soft); background: color-mix(in srgb, var(--hue) var(--share), var(--soft)); }
        .heat .zero { color: var(--faint); opacity: .55; } .heat .deep { color: var(--card); font-weight: 600; }
        .right { --hue: var(--a); } .wrong { --hue: var(--b); }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.4rem; margin: 0; }
        dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; }
        pre { margin: .6rem 0 0; font: .86rem/1.5 ui-monospace, monospace; overflow-x: auto; }
        .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(128px, 1fr)); gap: .8rem; }
        .gallery div { background: var(--card); border: 1px solid var(--edge); border-radius: 12px; padding: .7rem;
          font-size: .86rem; line-height: 1.4; } .gallery img { display: block; width: 100%; aspect-ratio: 1;
          object-fit: contain; image-rendering: pixelated; border-radius: 6px; background: #000; margin-bottom: .5rem; }
        .gallery b { color: var(--b); } footer { margin-top: 3rem; color: var(--faint); font-size: .86rem; }
        @media print { body { background: none; } figure, .card, .tile { break-inside: avoid; } }
        """;
}
