// A table to try the room with: flats and their prices, made up by a fixed recipe.
export function exampleTable(): File {
    const cities = [
        { name: "Bonn", square: 2600 },
        { name: "Lyon", square: 3900 },
        { name: "Porto", square: 3200 },
    ];
    let state = 7;
    const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const rows = Array.from({ length: 400 }, () => {
        const city = cities[Math.floor(next() * cities.length)]!,
            area = Math.round(25 + 120 * next()),
            rooms = Math.max(1, Math.round(area / 28 + next() - 0.5)),
            year = Math.round(1930 + 90 * next()),
            balcony = next() < 0.45 ? "yes" : "no";
        const price =
            area * city.square * (1 + (year - 1975) / 400) +
            (balcony === "yes" ? 9000 : 0) +
            14_000 * rooms +
            24_000 * (next() + next() - 1);
        return [area, rooms, next() < 0.04 ? "" : year, city.name, balcony, Math.round(price / 100) * 100].join(",");
    });
    return new File([`area,rooms,year,city,balcony,price\n${rows.join("\n")}\n`], "flats.csv", { type: "text/csv" });
}
