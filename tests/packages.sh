#!/usr/bin/env bash
# Packs the libraries and the tool and uses them as a stranger would, in an empty folder with an empty package cache:
# the tool installed, the README's program in a project and as a single file. Takes some minutes and the network.
set -euo pipefail
cd "$(dirname "$0")/.."
repository=$PWD
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

packages=$folder/packages
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

expect() { # TEXT WHAT COMMAND...: the command succeeds and prints the text
  local text=$1 what=$2 output
  shift 2
  output=$("$@" 2>&1) || { echo "$output"; echo "FAILED: $what"; exit 1; }
  [[ $output == *"$text"* ]] || { echo "$output"; echo "FAILED: $what prints no '$text'"; exit 1; }
  echo "ok: $what"
}

program() { # the C# block of the README under its heading "A program"
  awk '/^## / { on = $0 == "## A program" } /^```$/ { code = 0 } on && code; /^```csharp$/ { code = 1 }' \
    "$repository/README.md"
}

dotnet pack -c Release -o "$packages" --verbosity quiet
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
found=$(cd "$packages" && echo *)
expected="Chainrule.$version.nupkg Chainrule.Cli.$version.nupkg Chainrule.Data.$version.nupkg Chainrule.Explain.$version.nupkg"
[[ $found == "$expected" ]] || { echo "FAILED: packed $found instead of $expected"; exit 1; }
echo "ok: packed $found"

cd "$folder"
{ echo "#:project $repository/src/Chainrule/Chainrule.csproj"; program; } > clone.cs
expect "held-out digits: 9" "the README's program, in a file on the clone" dotnet run -c Release clone.cs
mkdir clone && cd clone
dotnet new console > /dev/null
program > Program.cs
expect "added" "dotnet add reference" dotnet add reference "$repository/src/Chainrule/Chainrule.csproj"
expect "held-out digits: 9" "the README's program, in a project on the clone" dotnet run -c Release
cd ..

# From here on a home of its own: the user's may hold packages of the same version, and keeps its sources.
export HOME=$folder/home DOTNET_CLI_HOME=$folder/home NUGET_PACKAGES=$folder/home/packages
mkdir "$HOME"
expect "added" "dotnet nuget add source" dotnet nuget add source "$packages"

expect "chainrule" "the tool is installed" dotnet tool install --global Chainrule.Cli
chainrule=$HOME/.dotnet/tools/chainrule
expect "$version" "chainrule --version" "$chainrule" --version
expect "Backward" "chainrule derive" "$chainrule" derive "$repository/samples/autoencoder.chain"
printf 'a,b,y\n1,2,p\n3,4,q\n2,2,p\n4,4,q\n' > table.csv
expect "saved to" "chainrule train, on a table" "$chainrule" train table.csv --label y --epochs 1 --out run

mkdir project && cd project
dotnet new console > /dev/null
program > Program.cs
for package in Chainrule Chainrule.Data Chainrule.Explain; do
  expect "$package" "dotnet add package $package" dotnet add package "$package"
  for file in README.md LICENSE; do
    [ -f "$NUGET_PACKAGES/${package,,}/$version/$file" ] || { echo "FAILED: $package holds no $file"; exit 1; }
  done
done
echo 'TableFile.Read("../table.csv"); Console.WriteLine("read a table");' >> Program.cs
expect "held-out digits: 9" "the README's program, in a project on the package" dotnet run -c Release
expect "read a table" "a table, in a project" dotnet run -c Release --no-build
cd ..

{ echo "#:package Chainrule@$version"; program; } > package.cs
expect "held-out digits: 9" "the README's program, in a file on the package" dotnet run -c Release package.cs
echo "Everything works."
